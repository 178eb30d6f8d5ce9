package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Attacks 23, 53, 56 and 57 where time is what tells, or the number: on a machine that does nothing else. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimingAttacksIT {
    private static final int TRIES = 2000;
    private static final Duration HARDLY = Duration.ofMillis(2);
    private static final JsonObject GUESS = new JsonObject().put("password", "any-password");

    private RunningNode node;
    private User host;
    private User stranger;
    private String foreign;

    @BeforeAll
    void start() {
        node = RunningNode.start();
        host = User.named(node, "host", null);
        stranger = User.named(node, "stranger", null);
        foreign = "/api/meeting/"
                + host.createMeeting(new JsonObject().put("title", "Foreign").put("password", "open-sesame"));
    }

    @AfterAll
    void end() {
        node.close();
    }

    @Test
    void whatIsForeignAndWhatIsNotThereTakeTheSameTime() {
        assertSameTime(() -> stranger.get(foreign), () -> stranger.get("/api/meeting/999999"));
    }

    @Test
    void aStrangersPasswordTakesTheSameTimeWhereThereIsAMeeting() {
        assertSameTime(
                () -> stranger.post(foreign + "/join", GUESS), () -> stranger.post("/api/meeting/999999/join", GUESS));
    }

    /** In turn, so that whatever else the machine does falls upon both. */
    private static void assertSameTime(Supplier<User.Answer> one, Supplier<User.Answer> other) {
        var ofOne = new ArrayList<Long>();
        var ofOther = new ArrayList<Long>();
        for (int i = 0; i < TRIES; i++) {
            ofOne.add(nanos(one));
            ofOther.add(nanos(other));
        }

        assertThat(one.get().code())
                .isEqualTo("NOT_FOUND")
                .isEqualTo(other.get().code());
        assertThat(Math.abs(median(ofOne) - median(ofOther))).isLessThan(HARDLY.toNanos());
    }

    @Test
    void whileAHundredPasswordsAreHashedOthersAreAnswered() {
        var body = new JsonObject()
                .put("title", "Busy")
                .put("password", "any-password")
                .encode();
        var busy = IntStream.range(0, 100).mapToObj(i -> User.named(node, "busy-" + i, null)).toList().stream()
                .map(user -> user.sendAsync("POST", "/api/meeting/create", body))
                .toList();
        var waits = new ArrayList<Long>();
        while (busy.stream().anyMatch(call -> !call.isDone())) {
            waits.add(nanos(() -> host.get("/api/meeting/list?limit=1")));
        }

        assertThat(waits).isNotEmpty();
        assertThat(Duration.ofNanos(median(waits))).isLessThan(Duration.ofMillis(100));
        assertThat(busy).allSatisfy(call -> assertThat(call.join().status()).isIn(201, 503));
    }

    @Test
    void ofTenThousandJoinsNoneIsDatedAfterTheEnd() {
        var guest = User.named(node, "racer", null);
        for (int round = 0; round < 500; round++) {
            var path = "/api/meeting/"
                    + host.createMeeting(
                            new JsonObject().put("title", "Race").put("participantUserIds", JsonArray.of(guest.id())));
            host.post(path + "/join");
            var joins = IntStream.range(0, 20)
                    .mapToObj(i -> guest.sendAsync("POST", path + "/join", null))
                    .toList();
            var endedAt = Instant.parse(
                    host.sendAsync("PUT", path + "/end", null).join().json().getString("endedAt"));

            assertThat(joins).allSatisfy(join -> {
                var answer = join.join();
                assertThat(answer.status()).isIn(200, 410);
                assertThat(answer.status() == 410
                                || !CrowdAttacksTest.issuedAt(answer).isAfter(endedAt))
                        .isTrue();
            });
        }
    }

    private static long nanos(Supplier<?> call) {
        var begun = System.nanoTime();
        var unused = call.get();
        return System.nanoTime() - begun;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
