package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.history.Entry;
import io.gavel.history.History;
import io.gavel.history.HistoryChecker;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The client of the cluster's tests against a node that loses pushes, answers and connections. */
class LiveClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENTS = 10;
    private static final int COMMANDS = 12;
    private static final List<String> ADDRESSES =
            List.of("meeting_audio_status", "meeting_video_status", "meeting_hand_raised");

    private final History history = new History();

    @Test
    void whatANodeLosesIsAskedForAgain() throws Exception {
        try (var node = LossyNode.launch();
                var loop = new Loop()) {
            var clients = clients(loop, node.url());
            loop.run(() -> clients.forEach(LiveClient::start));
            loop.run(() -> clients.forEach(client -> command(client, 0)));
            await().atMost(PATIENCE).until(() -> acknowledged() > CLIENTS * COMMANDS / 2);
            node.cut();
            await().atMost(PATIENCE).until(() -> acknowledged() >= CLIENTS * COMMANDS);
            node.mend();
            await().atMost(PATIENCE).until(() -> {
                var head = node.stored().seq();
                return loop.ask(() -> clients.stream()
                        .allMatch(client -> client.isInside() && client.isIdle() && client.position() >= head));
            });

            var verdict = HistoryChecker.judge(history, List.of(node.stored()));

            assertThat(verdict.isGreen()).as("%s", verdict).isTrue();
            assertThat(verdict.count("Lost")).isEqualTo(CLIENTS);
            assertThat(verdict.count("Unknown")).isPositive();
            assertThat(history.all(Entry.Synced.class).filter(synced -> synced.inside() == null))
                    .as("gaps that were filled")
                    .isNotEmpty();
        }
    }

    private List<LiveClient> clients(Loop loop, String url) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> new LiveClient(
                        loop, history, List.of(url), 0, Platform.person("user-" + i, "User"), LossyNode.MEETING))
                .toList();
    }

    private static void command(LiveClient client, int number) {
        if (number < COMMANDS) {
            client.command(
                    ADDRESSES.get(number % ADDRESSES.size()),
                    new JsonObject().put("meetingId", LossyNode.MEETING),
                    () -> command(client, number + 1));
        }
    }

    private long acknowledged() {
        return history.all(Entry.Acknowledged.class)
                .map(Entry.Acknowledged::eventId)
                .distinct()
                .count();
    }
}
