package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Attacks 53 to 57 and 95: much at once, and who hides in it. */
@ResourceLock(AttackedNode.LOCK)
class CrowdAttacksTest {
    private static final Attacked ATTACKED = AttackedNode.get();
    private static final User HOST = ATTACKED.host();

    /** Ten thousand try it in {@link TimingAttacksIT}; what counts is the order of two commits. */
    @Test
    void noTokenIsDatedAfterTheEnd() {
        var guest = User.named(ATTACKED.node(), "racer", null);
        for (int round = 0; round < 20; round++) {
            var path = "/api/meeting/"
                    + HOST.createMeeting(
                            new JsonObject().put("title", "Race").put("participantUserIds", JsonArray.of(guest.id())));
            HOST.post(path + "/join");
            var joins = IntStream.range(0, 4)
                    .mapToObj(i -> guest.sendAsync("POST", path + "/join", null))
                    .toList();
            var ended = HOST.sendAsync("PUT", path + "/end", null).join();
            var endedAt = Instant.parse(ended.json().getString("endedAt"));

            for (var join : joins) {
                var answer = join.join();
                assertThat(answer.status()).isIn(200, 410);
                if (answer.status() == 200) {
                    assertThat(issuedAt(answer)).isBeforeOrEqualTo(endedAt);
                }
            }
            assertThat(guest.post(path + "/join").code()).isEqualTo("MEETING_ENDED");
        }
    }

    @Test
    void whoGuessesIsBlockedUnderAnyAddress() {
        var guest = User.named(ATTACKED.node(), "guesser", null);
        var path = "/api/meeting/"
                + HOST.createMeeting(new JsonObject()
                        .put("title", "Behind a door")
                        .put("password", "open-sesame")
                        .put("participantUserIds", JsonArray.of(guest.id())));
        for (int i = 0; i < 5; i++) {
            assertThat(guess(guest, path, i).code()).isEqualTo("WRONG_PASSWORD");
        }

        var blocked = ATTACKED.by(() -> guess(guest, path, 6));

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 30);
    }

    private static Answer guess(User guest, String path, int number) {
        return guest.post(
                path + "/join",
                new JsonObject().put("password", "guess-" + number),
                "X-Forwarded-For",
                "203.0.113." + number,
                "X-Real-IP",
                "203.0.113." + number);
    }

    /** Hashing is slow on purpose; who has much of it done waits for oneself alone. */
    @Test
    void whoHasManyPasswordsHashedKeepsNobodyFromTheirs() {
        var mallory = User.named(ATTACKED.node(), "mallory", null);
        var body = new JsonObject().put("title", "Busy").put("password", "any-password");
        var busy = IntStream.range(0, 80)
                .mapToObj(i -> mallory.sendAsync("POST", "/api/meeting/create", body.encode()))
                .toList();
        await().until(() -> busy.stream().anyMatch(CompletableFuture::isDone) && refused(busy) > 0);

        var other = HOST.post("/api/meeting/create", body);

        assertThat(other.status()).as(other.toString()).isEqualTo(201);
        busy.forEach(CompletableFuture::join);
        assertThat(refused(busy)).isPositive();
    }

    private static long refused(List<CompletableFuture<Answer>> answers) {
        return answers.stream()
                .filter(CompletableFuture::isDone)
                .filter(answer -> answer.join().status() == 503)
                .count();
    }

    static Instant issuedAt(Answer join) {
        var claims = join.json().getString("jitsiToken").split("\\.", -1)[1];
        var decoded = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8);
        return Instant.ofEpochSecond(new JsonObject(decoded).getLong("iat"));
    }
}
