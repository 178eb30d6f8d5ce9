package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Whoever watches an attack sees what comes of it. */
@ResourceLock(AttackedNode.LOCK)
class AttackedTest {
    private static final Attacked ATTACKED = AttackedNode.get();

    @Test
    void aChangedRowIsSeen() {
        assertThatThrownBy(() -> ATTACKED.by(() -> ATTACKED.host()
                        .post("/api/meeting/create", new JsonObject().put("title", "Not left as it was"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the rows of each table");
    }

    @Test
    void aStackTraceIsSeen() {
        assertThatThrownBy(() -> ATTACKED.by(() -> {
                    rename("file_url", "file_away");
                    try {
                        return ATTACKED.host().get(ATTACKED.path("/recording"));
                    } finally {
                        rename("file_away", "file_url");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("stack traces and errors in the log");
    }

    private static void rename(String column, String name) {
        ATTACKED.node().execute("ALTER TABLE meeting_recording RENAME COLUMN " + column + " TO " + name);
    }
}
