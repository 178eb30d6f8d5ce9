package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks 35, 41 and 42: headers that are huge, doubled, or name somebody else's host. */
@ResourceLock(AttackedNode.LOCK)
class HeaderAttacksTest {
    private static final Attacked ATTACKED = AttackedNode.get();
    private static final User HOST = ATTACKED.host();
    private static final JsonObject STALE = new JsonObject().put("title", "Stale");

    /** Each took stack of the pattern that read it, until there was none. */
    @Test
    void aListOfThousandsOfTagsIsOnlyStale() {
        var refused = ATTACKED.by(() -> HOST.put(ATTACKED.path(""), STALE, "If-Match", "\"\"" + ",\"\"".repeat(5000)));

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.code()).isEqualTo("VERSION_MISMATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"1\",", ",\"1\"", "\"1\" \"2\"", "1", "\"1", "W/1", "\"1\",*", "\"1\",,\"2\""})
    void whatIsNoListOfTagsIsAFault(String tags) {
        var refused = ATTACKED.by(() -> HOST.put(ATTACKED.path(""), STALE, "If-Match", tags));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("If-Match");
    }

    @Test
    void linesOfTagsAreOneList() {
        var version = HOST.get(ATTACKED.path("")).json().getInteger("version");
        var title = new JsonObject().put("title", "Two lines " + UUID.randomUUID());

        var stale = ATTACKED.by(
                () -> HOST.put(ATTACKED.path(""), STALE, "If-Match", "\"98\"", "If-Match", "W/\"1\", \"99\""));
        var edited = HOST.put(ATTACKED.path(""), title, "If-Match", "\"99\"", "If-Match", "\"" + version + "\"");
        ATTACKED.awaitEvent("meeting_updated");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(edited.status()).isEqualTo(200);
    }

    @Test
    void aTypeThatIsToldTwiceIsNone() {
        var refused = ATTACKED.by(() -> HOST.send(
                "PUT",
                ATTACKED.path(""),
                STALE.encode(),
                "Content-Type",
                "application/json",
                "Content-Type",
                "text/plain"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void aKeyThatIsToldTwiceIsNone() {
        var refused = ATTACKED.by(
                () -> HOST.post("/api/meeting/create", STALE, "Idempotency-Key", "first", "Idempotency-Key", "second"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.json().getString("detail")).contains("Idempotency-Key");
    }

    @Test
    void twoTokensAreNone() {
        var refused =
                ATTACKED.by(() -> HOST.send("GET", ATTACKED.path(""), null, "Authorization", "Bearer " + HOST.token()));

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void aPageOfTwoOriginsMayReadNothing() {
        var asked = ATTACKED.by(() -> HOST.send(
                "GET", ATTACKED.path(""), null, "Origin", "http://localhost:1", "Origin", "https://evil.example"));
        var preflight = ATTACKED.by(() -> User.nobody(ATTACKED.node())
                .send(
                        "OPTIONS",
                        ATTACKED.path(""),
                        null,
                        "Origin",
                        "http://localhost:1",
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "GET"));

        assertThat(asked.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight.header("Access-Control-Allow-Methods")).isEmpty();
    }

    @Test
    void anAnswerNamesNoHostOfTheCallers() {
        var made = HOST.post(
                "/api/meeting/create",
                new JsonObject().put("title", "Where"),
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "gopher",
                "Forwarded",
                "host=evil.example",
                "X-Original-URL",
                "/evil",
                "X-HTTP-Method-Override",
                "DELETE");
        var path = "/api/meeting/" + made.json().getLong("id");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(path);
        assertThat(HOST.post(path + "/join", new JsonObject(), "X-Forwarded-Host", "evil.example")
                        .body())
                .doesNotContain("evil");
    }
}
