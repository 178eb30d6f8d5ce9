package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** kill -9 of a node, with its PostgreSQL left an orphan, while fifty clients create and join. */
class KillIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
    private static final int CLIENTS = 50;
    private static final int ENOUGH = 300;

    /** What the node has acknowledged, written down by its client before anything else is asked. */
    private final Queue<Acknowledged> log = new ConcurrentLinkedQueue<>();

    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();

    private enum Call {
        CREATE,
        HOST_JOINS,
        EDIT,
        GUEST_JOINS
    }

    private record Acknowledged(Call call, long meetingId, User by) {}

    @Test
    void everyAcknowledgedCallIsThereAfterwards() throws Exception {
        var folder = NodeProcess.freshFolder("kill");
        try (var node = NodeProcess.start(folder).ready()) {
            var threads = clients(node);
            await().atMost(Duration.ofSeconds(60)).until(() -> log.size() >= ENOUGH || !wrong.isEmpty());
            node.kill();
            for (var thread : threads) {
                thread.join();
            }
        }
        LOG.info("acknowledged before the kill: {} calls; under way: {}", log.size(), unanswered);

        // First of all, for it ends the orphan.
        try (var node = NodeProcess.start(folder).ready()) {
            LOG.info("start to ready, after the kill: {} ms", node.age());
            assertThat(node.output()).contains("whose owner is dead");
            assertThat(wrong).isEmpty();
            assertThat(unanswered).as("calls under way at the kill").hasPositiveValue();
            assertThat(log).extracting(Acknowledged::call).contains(Call.values());
            log.stream()
                    .collect(Collectors.groupingBy(Acknowledged::meetingId))
                    .forEach((id, calls) -> assertKept(id, calls, node.url()));
        }
    }

    private List<Thread> clients(NodeProcess node) {
        var users = IntStream.range(0, CLIENTS)
                .mapToObj(i -> node.signIn("client-" + i))
                .toList();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            var host = users.get(i);
            var guest = users.get((i + 1) % CLIENTS);
            // Half of them edit as well, so that the kill does not meet everybody at the same call.
            var edits = i % 2 == 0;
            threads.add(new Thread(() -> holdMeetings(host, guest, edits), "client " + i));
        }
        threads.forEach(Thread::start);
        return threads;
    }

    /** One meeting after the other, until the node is gone. */
    private void holdMeetings(User host, User guest, boolean edits) {
        var body = new JsonObject().put("title", "Kept").put("participantUserIds", JsonArray.of(guest.id()));
        try {
            while (true) {
                var id = host.createMeeting(body);
                log.add(new Acknowledged(Call.CREATE, id, host));
                var path = "/api/meeting/" + id;
                note(Call.HOST_JOINS, id, host, host.post(path + "/join"));
                if (edits) {
                    note(Call.EDIT, id, host, host.put(path, new JsonObject().put("title", "Edited")));
                }
                note(Call.GUEST_JOINS, id, guest, guest.post(path + "/join"));
            }
        } catch (AssertionError failure) {
            if (failure.getCause() instanceof IOException) {
                unanswered.incrementAndGet();
            } else {
                wrong.add(failure);
            }
        }
    }

    private void note(Call call, long meetingId, User by, User.Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(call + " " + answer);
        }
        log.add(new Acknowledged(call, meetingId, by));
    }

    private static void assertKept(long meetingId, List<Acknowledged> calls, String url) {
        // The token still counts: the secret behind it is kept, too.
        var before = calls.get(0).by;
        var user = User.withToken(url, before.id(), before.token());
        var path = "/api/meeting/" + meetingId;
        var meeting = user.get(path);
        var events = user.get(path + "/events").json();

        assertThat(meeting.status()).as("%s: %s", calls, meeting).isEqualTo(200);
        assertThat(numbers(events))
                .isEqualTo(IntStream.rangeClosed(1, meeting.json().getInteger("seq"))
                        .boxed()
                        .toList());
        calls.forEach(call -> assertKept(call, meeting.json(), names(events)));
    }

    private static void assertKept(Acknowledged acknowledged, JsonObject meeting, List<String> events) {
        var user = acknowledged.by.id();
        switch (acknowledged.call) {
            case CREATE -> assertThat(meeting.getString("hostUserId")).isEqualTo(user);
            case EDIT -> {
                assertThat(meeting.getString("title")).isEqualTo("Edited");
                assertThat(events).contains("meeting_updated");
            }
            case HOST_JOINS, GUEST_JOINS -> {
                assertThat(joined(meeting)).as("%s", acknowledged).contains(user);
                assertThat(events).containsOnlyOnce("meeting_started");
            }
        }
    }

    private static List<Integer> numbers(JsonObject events) {
        return events.getJsonArray("items").stream()
                .map(event -> ((JsonObject) event).getInteger("seq"))
                .toList();
    }

    private static List<String> names(JsonObject events) {
        return events.getJsonArray("items").stream()
                .map(event -> ((JsonObject) event).getString("event"))
                .toList();
    }

    /** Who has a time of joining. */
    private static List<String> joined(JsonObject meeting) {
        return meeting.getJsonArray("participants").stream()
                .map(JsonObject.class::cast)
                .filter(participant -> participant.getString("firstJoinedAt") != null)
                .map(participant -> participant.getString("userId"))
                .toList();
    }
}
