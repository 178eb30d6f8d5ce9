package io.gavel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Two people in a meeting who do nothing odd: one raises and lowers a hand, the other hears of it. */
final class QuietMeeting implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Long> answerMillis = Collections.synchronizedList(new ArrayList<>());
    private final List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
    private final BridgeClient speaker;
    private final BridgeClient listener;
    private final JsonObject meeting;
    private final String address;
    private final ScheduledFuture<?> turns;
    private boolean isUp;

    /** They go in. */
    QuietMeeting(User host, User guest) {
        var id = host.createMeeting(
                new JsonObject().put("title", "Quiet").put("participantUserIds", List.of(guest.id())));
        meeting = new JsonObject().put("meetingId", id);
        address = "meeting." + id;
        host.post("/api/meeting/" + id + "/join");
        guest.post("/api/meeting/" + id + "/join");
        speaker = BridgeClient.connect(host.url(), host.token());
        listener = BridgeClient.connect(guest.url(), guest.token());
        speaker.ask("join_meeting_room", meeting);
        listener.register(address);
        listener.ask("join_meeting_room", meeting);
        turns = timer.scheduleWithFixedDelay(this::turn, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void turn() {
        try {
            var began = System.nanoTime();
            speaker.ask(isUp ? "meeting_hand_lowered" : "meeting_hand_raised", meeting);
            answerMillis.add((System.nanoTime() - began) / 1_000_000);
            isUp = !isUp;
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    /** Fails unless each command was answered, and each event was heard once and in its order. */
    void requireUnharmed() throws InterruptedException {
        turns.cancel(false);
        timer.shutdown();
        assertThat(timer.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(speaker.isClosed() || listener.isClosed())
                .as("a connection is lost")
                .isFalse();
        await().atMost(Duration.ofSeconds(30)).until(() -> hands().size() >= answerMillis.size());
        assertThat(hands()).hasSameSizeAs(answerMillis);
        var first = listener.received(address).get(0).getLong("seq");
        assertThat(listener.received(address).stream().map(event -> event.getLong("seq")))
                .containsExactlyElementsOf(LongStream.range(
                                first, first + listener.received(address).size())
                        .boxed()
                        .toList());
    }

    private List<JsonObject> hands() {
        return listener.received(address).stream()
                .filter(event -> event.getString("event", "").contains("hand"))
                .toList();
    }

    /** How long the answers took. */
    String figures() {
        var sorted = answerMillis.stream().sorted().toList();
        return "%d commands, answered within %d ms (median), %d ms (p99), %d ms (all)"
                .formatted(
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 99 / 100),
                        sorted.get(sorted.size() - 1));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        speaker.close();
        listener.close();
    }
}
