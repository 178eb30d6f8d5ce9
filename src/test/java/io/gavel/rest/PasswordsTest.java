package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PasswordsTest {
    private static final String RIGHT = "open-sesame-1001";
    private static final String WRONG = "wrong-guess-2002";
    private static final RunningNode NODE = SharedNode.get();

    private final User host = User.unknown(NODE);
    private final User guest = User.unknown(NODE);
    private final String path = meeting(new JsonObject().put("password", RIGHT));

    @Test
    void thePasswordIsAskedOfEveryoneButTheHost() {
        var moderator = User.unknown(NODE);
        var moderated =
                meeting(new JsonObject().put("password", RIGHT).put("moderatorUserIds", JsonArray.of(moderator.id())));

        assertThat(guest.post(path + "/join").code()).isEqualTo("PASSWORD_REQUIRED");
        assertThat(guest.send("POST", path + "/join", "{\"password\":null}").code())
                .isEqualTo("PASSWORD_REQUIRED");
        assertThat(moderator.post(moderated + "/join").code()).isEqualTo("PASSWORD_REQUIRED");
        assertThat(join(guest, WRONG).code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, "").code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, RIGHT + " ").code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
        assertThat(host.post(path + "/join").status()).isEqualTo(200);
        assertThat(join(host, WRONG).status()).isEqualTo(200);
    }

    @Test
    void whoPassedOnceIsNeverAskedAgain() {
        join(guest, RIGHT);

        assertThat(guest.post(path + "/join").status()).isEqualTo(200);
        guest.post(path + "/leave");
        assertThat(guest.post(path + "/join").status()).isEqualTo(200);
        assertThat(join(guest, WRONG).status()).isEqualTo(200);
        host.put(path, new JsonObject().put("password", "another-password"));
        assertThat(guest.post(path + "/join").status()).isEqualTo(200);
    }

    @Test
    void whoWasRemovedIsAskedAgain() {
        join(guest, RIGHT);
        removeAndInvite(guest);

        assertThat(guest.post(path + "/join").code()).isEqualTo("PASSWORD_REQUIRED");
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void whoFoundNoSeatIsAskedAgain() {
        var other = User.unknown(NODE);
        host.put(path, new JsonObject().put("maxParticipants", 1));
        host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of(other.id())));
        join(other, RIGHT);

        assertThat(join(guest, WRONG).code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, RIGHT).code()).isEqualTo("MEETING_FULL");
        other.post(path + "/leave");
        assertThat(guest.post(path + "/join").code()).isEqualTo("PASSWORD_REQUIRED");
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void anEditChangesThePassword() {
        var changed = host.put(path, new JsonObject().put("password", "schlüssel-🔑"));

        assertThat(changed.json().getInteger("version")).isEqualTo(2);
        assertThat(MeetingView.events(host, path).get(0).getJsonArray("fields")).containsExactly("password");
        assertThat(join(guest, RIGHT).code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, "schlüssel-🔑").status()).isEqualTo(200);
    }

    @Test
    void anEditWithTheSamePasswordChangesNothing() {
        var same = host.put(path, new JsonObject().put("password", RIGHT));

        assertThat(same.json().getInteger("version")).isEqualTo(1);
        assertThat(MeetingView.events(host, path)).isEmpty();
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void nullTakesThePasswordAway() {
        var open = host.put(path, new JsonObject().putNull("password"));

        assertThat(open.json().getBoolean("hasPassword")).isFalse();
        assertThat(join(guest, WRONG).status()).isEqualTo(200);
    }

    @Test
    void aPasswordIsSixToSixtyFourCharactersLong() {
        var longest = "🔑".repeat(64);

        assertThat(create("🔑".repeat(5)).faultyFields()).containsExactly("password");
        assertThat(create("🔑".repeat(65)).faultyFields()).containsExactly("password");
        assertThat(create("🔑".repeat(6)).status()).isEqualTo(201);
        host.put(path, new JsonObject().put("password", longest));
        assertThat(join(guest, longest).status()).isEqualTo(200);
        assertThat(join(host, longest + "x").faultyFields()).containsExactly("password");
    }

    @Test
    void thePasswordIsInNoAnswerAndNoLog() {
        var log = new Kept();
        var answers = new ArrayList<Answer>();
        log.during(() -> {
            answers.add(create(RIGHT));
            answers.add(host.put(path, new JsonObject().put("password", RIGHT).put("title", "Other")));
            answers.add(host.put(path, new JsonObject().put("password", RIGHT + "2")));
            answers.add(host.put(path, new JsonObject().put("password", RIGHT)));
            answers.add(join(guest, WRONG));
            answers.add(join(guest, RIGHT));
            answers.add(join(User.unknown(NODE), WRONG));
            answers.add(join(guest, RIGHT.repeat(5)));
            answers.add(create(RIGHT.repeat(5)));
            answers.add(guest.send("POST", path + "/join", "{\"password\":\"" + RIGHT + "\",\"password\":\"\u0001"));
            answers.add(host.get(path));
            answers.add(host.get("/api/meeting/list"));
            answers.add(host.get(path + "/events"));
            answers.add(guest.get("/api/notification/list"));
        });

        assertThat(answers).extracting(Answer::status).doesNotContain(500).contains(200, 201, 400, 403, 404);
        assertThat(answers)
                .noneMatch(answer ->
                        answer.toString().contains(RIGHT) || answer.toString().contains(WRONG));
        assertThat(answers.get(0).json().getBoolean("hasPassword")).isTrue();
        assertThat(log.lines).isNotEmpty().noneMatch(line -> line.contains(RIGHT) || line.contains(WRONG));
    }

    private String meeting(JsonObject fields) {
        return "/api/meeting/"
                + host.createMeeting(
                        fields.put("title", "Behind a door").put("participantUserIds", JsonArray.of(guest.id())));
    }

    private Answer create(String password) {
        return host.post(
                "/api/meeting/create", new JsonObject().put("title", "Any").put("password", password));
    }

    private Answer join(User user, String password) {
        return user.post(path + "/join", new JsonObject().put("password", password));
    }

    private void removeAndInvite(User user) {
        host.delete(path + "/participants/" + user.id());
        host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of(user.id())));
    }

    /** All that is logged, traces included; meanwhile it goes nowhere else. */
    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        void during(Runnable work) {
            var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
            var before = root.getLevel();
            var others = new ArrayList<Appender<ILoggingEvent>>();
            root.iteratorForAppenders().forEachRemaining(others::add);
            others.forEach(root::detachAppender);
            start();
            root.addAppender(this);
            root.setLevel(Level.TRACE);
            try {
                work.run();
            } finally {
                root.setLevel(before);
                root.detachAppender(this);
                others.forEach(root::addAppender);
                stop();
            }
        }

        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            lines.add(event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    }
}
