package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.FreePorts;
import io.gavel.Tools;
import io.gavel.User;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes behind HAProxy with this repository's configuration; only the ports are others. */
@Tag("cluster")
class BalancerIT {
    private static final String SECRET = "one-secret-that-both-of-the-nodes-know";

    private final String database = TestPostgres.newDatabase();

    @Test
    void nobodyNoticesThatOneNodeIsStoppedAndComesBackAndTheOtherIsKilled() throws Exception {
        var haproxy = Tools.requireOrSkip("haproxy");
        try (var first = start("balancer-1").ready();
                var second = start("balancer-2").ready();
                var balancer = Balancer.start(haproxy, List.of(first, second))) {
            var viaBalancer = balancer.at(first.signIn("host"));
            viaBalancer.createMeeting(new JsonObject().put("title", "On two nodes"));

            assertThat(whileReading(viaBalancer, () -> {
                        first.terminate();
                        first.exitCode(Duration.ofSeconds(30));
                    }))
                    .containsOnly(200);
            try (var third = startAs(first)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> balancer.said().contains("nodes/node1 is UP"));
                assertThat(third.errors()).isEmpty();
                assertThat(whileReading(viaBalancer, second::kill)).containsOnly(200);
            }
            await().until(() -> viaBalancer.get("/api/meeting/list").status() == 503);
            assertThat(viaBalancer.get("/api/meeting/list").header("Retry-After"))
                    .isEqualTo("1");
        }
    }

    @Test
    void whatADyingNodeTookWithItIsToBeAskedAgain() throws Exception {
        var haproxy = Tools.requireOrSkip("haproxy");
        try (var first = start("balancer-grave-1").ready();
                var second = start("balancer-grave-2").ready();
                var balancer = Balancer.start(haproxy, List.of(first, second))) {
            var host = balancer.at(first.signIn("host"));
            first.freeze();
            var body = new JsonObject().put("title", "Once").encode();
            var asked = Stream.of("a", "b", "c", "d")
                    .map(key -> host.sendAsync("POST", "/api/meeting/create", body, "Idempotency-Key", key))
                    .toList();
            first.kill();

            var answers = new ArrayList<User.Answer>();
            for (var answer : asked) {
                answers.add(answer.get(30, TimeUnit.SECONDS));
            }
            var lost = answers.stream().filter(answer -> answer.status() != 201).toList();

            assertThat(lost).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("UNAVAILABLE");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            });
        }
    }

    @Test
    void aBrowserGoesOnWithTheSameSessionWhenEitherNodeIsKilled() throws Exception {
        var haproxy = Tools.requireOrSkip("haproxy");
        var scripts = Scripts.install();
        var ports = List.of(FreePorts.next(), FreePorts.next());
        try (var first = startMember("balancer-live-1", ports, 0).ready();
                var second = startMember("balancer-live-2", ports, 1).ready();
                var balancer = Balancer.start(haproxy, List.of(first, second))) {
            var host = balancer.at(first.signIn("host"));
            var guest = balancer.at(first.signIn("guest"));
            var meetingId = host.createMeeting(
                    new JsonObject().put("title", "Live").put("participantUserIds", JsonArray.of("guest")));
            host.post("/api/meeting/" + meetingId + "/join");
            guest.post("/api/meeting/" + meetingId + "/join");
            try (var one = RealClient.start(scripts, "node-client.mjs", host, meetingId);
                    var two = RealClient.start(scripts, "node-client.mjs", guest, meetingId)) {
                var sessions = List.of(
                        one.joined(1).getString("sessionId"), two.joined(1).getString("sessionId"));

                first.kill();
                // The balancer spreads connections evenly: one of the two was on that node.
                await().atMost(Duration.ofSeconds(30)).until(() -> one.joins() + two.joins() == 3);
                one.send("meeting_hand_raised", new JsonObject().put("meetingId", meetingId));
                host.put("/api/meeting/" + meetingId + "/end");
                List.of(one, two).forEach(client -> client.hears("meeting_ended"));

                assertThat(List.of(one.joined(one.joins()), two.joined(two.joins())))
                        .extracting(answer -> answer.getString("sessionId"))
                        .isEqualTo(sessions);
                assertThat(one.events()).isEqualTo(two.events());
                assertThat(one.events())
                        .extracting(event -> event.getString("event"))
                        .containsExactly(
                                "meeting_started",
                                "user_joined_meeting",
                                "user_joined_meeting",
                                "user_hand_raised",
                                "meeting_ended");
            }
        }
    }

    /** The statuses of reads one after the other, before, while and after something happens. */
    private static List<Integer> whileReading(User user, Happening happening) throws Exception {
        var over = new AtomicBoolean();
        List<Integer> statuses = new ArrayList<>();
        var reading = CompletableFuture.runAsync(() -> {
            for (int after = 0; after < 50; after += over.get() ? 1 : 0) {
                statuses.add(user.get("/api/meeting/list").status());
            }
        });
        happening.happen();
        over.set(true);
        reading.get(60, TimeUnit.SECONDS);
        return statuses;
    }

    private NodeProcess start(String name, String... ports) throws IOException {
        List<String> variables = new ArrayList<>(List.of("DATABASE_URL", database, "GAVEL_AUTH_SECRET", SECRET));
        variables.addAll(List.of(ports));
        return NodeProcess.start(NodeProcess.freshFolder(name), variables.toArray(String[]::new));
    }

    private NodeProcess startMember(String name, List<Integer> ports, int number) throws IOException {
        return start(name, NodeProcess.memberOf(ports, number));
    }

    /** A node in the place of one that has gone. */
    private NodeProcess startAs(NodeProcess gone) throws IOException {
        var management = Integer.toString(URI.create(gone.managementUrl()).getPort());
        return start("balancer-3", "PORT", Integer.toString(gone.port()), "GAVEL_MANAGEMENT_PORT", management);
    }

    private interface Happening {
        void happen() throws Exception;
    }
}
