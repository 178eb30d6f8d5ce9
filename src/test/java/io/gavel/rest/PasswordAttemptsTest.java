package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class PasswordAttemptsTest {
    private static final String RIGHT = "open-sesame-1001";
    private static final String WRONG = "wrong-guess-2002";
    private static final RunningNode NODE = SharedNode.get();

    private final User host = User.unknown(NODE);
    private final User guest = User.unknown(NODE);
    private final String path = meeting(new JsonObject().put("password", RIGHT));

    @Test
    void theFifthWrongOneBlocksThisUserHereAlone() {
        var other = User.unknown(NODE);
        host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of(other.id())));
        var elsewhere = meeting(new JsonObject().put("password", RIGHT));

        assertWrong(guest, 5);
        var blocked = join(guest, RIGHT);

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 30);
        assertThat(blockedSeconds()).isEqualTo(30);
        assertThat(guest.post(elsewhere + "/join", new JsonObject().put("password", RIGHT))
                        .status())
                .isEqualTo(200);
        assertThat(join(other, RIGHT).status()).isEqualTo(200);
        assertThat(host.post(path + "/join").status()).isEqualTo(200);
        assertThat(guest.get(path).status()).isEqualTo(200);
    }

    @Test
    void eachFurtherWrongOneDoublesTheWait() {
        assertWrong(guest, 5);
        for (int seconds : new int[] {60, 120, 240, 480, 900, 900}) {
            waitIsOver();
            assertWrong(guest, 1);
            assertThat(blockedSeconds()).isEqualTo(seconds);
            assertThat(join(guest, WRONG).status()).isEqualTo(429);
        }
        waitIsOver();
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void whatIsTriedWhileBlockedIsNotCounted() {
        assertWrong(guest, 5);
        join(guest, WRONG);
        join(guest, WRONG);
        waitIsOver();

        assertWrong(guest, 1);

        assertThat(blockedSeconds()).isEqualTo(60);
    }

    @Test
    void successForgetsTheWrongOnes() {
        assertWrong(guest, 4);
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
        removeAndInvite(guest);

        assertWrong(guest, 4);
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void anHoursRestForgetsTheWrongOnes() {
        assertWrong(guest, 4);
        rest("61 minutes");

        assertWrong(guest, 4);
        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void lessThanAnHoursRestForgetsNothing() {
        assertWrong(guest, 4);
        rest("59 minutes");

        assertWrong(guest, 1);
        assertThat(join(guest, RIGHT).status()).isEqualTo(429);
    }

    @Test
    void aMissingPasswordIsNotCounted() {
        assertWrong(guest, 4);
        for (int i = 0; i < 3; i++) {
            assertThat(guest.post(path + "/join").code()).isEqualTo("PASSWORD_REQUIRED");
        }

        assertThat(join(guest, RIGHT).status()).isEqualTo(200);
    }

    @Test
    void manyNodesGiveNoExtraTries() {
        var guestAtSecond = User.named(SecondNode.get(), guest.id(), null);
        var body = new JsonObject().put("password", WRONG).encode();

        var answers =
                ParallelCalls.of(24, i -> (i % 2 == 0 ? guest : guestAtSecond).sendAsync("POST", path + "/join", body));

        assertThat(answers).filteredOn(answer -> answer.status() == 403).hasSize(5);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 403)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer.toString()).isEqualTo(429));
        assertThat(join(guestAtSecond, RIGHT).status()).isEqualTo(429);
        assertThat(blockedSeconds()).isEqualTo(30);
    }

    @Test
    void aStrangersGuessesAreNotCountedAndTellNothing() {
        var stranger = User.unknown(NODE);

        for (int i = 0; i < 7; i++) {
            assertThat(join(stranger, i == 6 ? RIGHT : WRONG).status()).isEqualTo(404);
        }

        host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of(stranger.id())));
        assertThat(join(stranger, RIGHT).status()).isEqualTo(200);
    }

    private String meeting(JsonObject fields) {
        return "/api/meeting/"
                + host.createMeeting(
                        fields.put("title", "Behind a door").put("participantUserIds", JsonArray.of(guest.id())));
    }

    private Answer join(User user, String password) {
        return user.post(path + "/join", new JsonObject().put("password", password));
    }

    private void assertWrong(User user, int times) {
        for (int i = 0; i < times; i++) {
            var answer = join(user, WRONG);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("WRONG_PASSWORD");
        }
    }

    private void removeAndInvite(User user) {
        host.delete(path + "/participants/" + user.id());
        host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of(user.id())));
    }

    /** For how long the guest was blocked by its last try. */
    private int blockedSeconds() {
        return Integer.parseInt(NODE.value(
                "SELECT extract(epoch FROM blocked_until - attempted_at)::int FROM password_attempt"
                        + " WHERE user_id = ? AND blocked_until IS NOT NULL",
                guest.id()));
    }

    private void waitIsOver() {
        NODE.execute(
                "UPDATE password_attempt SET blocked_until = now() - interval '1 second' WHERE user_id = ?",
                guest.id());
    }

    private void rest(String interval) {
        NODE.execute(
                "UPDATE password_attempt SET attempted_at = attempted_at - ?::interval WHERE user_id = ?",
                interval,
                guest.id());
    }
}
