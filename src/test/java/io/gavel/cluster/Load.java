package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.history.Entry;
import io.gavel.history.History;
import io.gavel.history.HistoryChecker;
import io.gavel.history.StoredMeeting;
import io.gavel.history.Verdict;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many clients in one meeting, spread over all nodes, each with one command after the other. */
public final class Load implements AutoCloseable {
    private static final Duration ALL_INSIDE = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(40);

    private final Loop loop = new Loop();
    private final History history = new History();
    private final List<LiveClient> clients = new ArrayList<>();
    private final String database;
    private final User host;
    private final long meetingId;
    private final Duration pace;
    private volatile boolean working;

    private Load(List<String> nodes, String database, List<Person> people, Duration pace) {
        this.database = database;
        this.pace = pace;
        var hostPerson = people.get(0);
        host = User.withToken(nodes.get(0), hostPerson.id(), hostPerson.token());
        meetingId = host.createMeeting(new JsonObject()
                .put("title", "Under load")
                .put(
                        "participantUserIds",
                        new JsonArray(people.stream().skip(1).map(Person::id).toList())));
        for (int i = 0; i < people.size(); i++) {
            clients.add(new LiveClient(loop, history, nodes, i % nodes.size(), people.get(i), meetingId));
        }
    }

    /** Makes a meeting and brings so many clients into it; the first is its Host. */
    static Load start(List<String> nodes, String database, int size, Duration pace) {
        return start(nodes, database, size, pace, "");
    }

    /** As {@link #start}; what is added to the names makes events as long as wanted. */
    static Load start(List<String> nodes, String database, int size, Duration pace, String longName) {
        var people = new ArrayList<Person>();
        for (int i = 0; i < size; i++) {
            people.add(Platform.person("client-" + i, "Client " + i + longName));
        }
        return start(nodes, database, people, pace);
    }

    /** As {@link #start}, with these people, all of whom are new to the nodes. */
    public static Load start(List<String> nodes, String database, List<Person> people, Duration pace) {
        var load = new Load(nodes, database, people, pace);
        load.loop.run(() -> load.clients.forEach(LiveClient::start));
        load.awaitInside();
        return load;
    }

    /** Waits until everybody who is to come back is inside. */
    public void awaitInside() {
        await().atMost(ALL_INSIDE)
                .until(() ->
                        loop.ask(() -> clients.stream().allMatch(client -> client.isInside() || !client.returns())));
    }

    /** All begin to send. */
    public Load work() {
        working = true;
        for (int i = 0; i < clients.size(); i++) {
            var client = clients.get(i);
            loop.after(pace.multipliedBy(i).dividedBy(clients.size()), () -> next(client, 0));
        }
        return this;
    }

    /** In turns microphone, camera, hand and screen, on and off again. */
    private void next(LiveClient client, int number) {
        if (!working || !client.returns()) {
            return;
        }
        var on = number / 4 % 2 == 0;
        var body = new JsonObject().put("meetingId", meetingId);
        var address = switch (number % 4) {
            case 0 -> {
                body.put("isMuted", !on);
                yield "meeting_audio_status";
            }
            case 1 -> {
                body.put("isVideoOn", on);
                yield "meeting_video_status";
            }
            case 2 -> on ? "meeting_hand_raised" : "meeting_hand_lowered";
            default -> on ? "meeting_screen_share_started" : "meeting_screen_share_stopped";
        };
        client.command(address, body, () -> loop.after(pace, () -> next(client, number + 1)));
    }

    /** Stops sending, and waits until everything is answered and everybody has everything. */
    public void settle() {
        working = false;
        awaitInside();
        await().atMost(SETTLED)
                .until(() -> loop.ask(() -> clients.stream().allMatch(client -> client.isIdle() || !client.returns())));
        await().atMost(SETTLED).until(this::isSettled);
    }

    /** Ghosts may be reported meanwhile: the head is read anew each time. */
    private boolean isSettled() throws SQLException {
        var head = stored().seq();
        return loop.ask(() -> clients.stream()
                .allMatch(client -> !client.returns() || (client.isInside() && client.position() >= head)));
    }

    /** Settles, and fails unless all promises were kept. */
    Verdict requireGreen() throws SQLException {
        settle();
        var verdict = HistoryChecker.judge(history, List.of(stored()));
        assertThat(verdict.isGreen()).as("%s", verdict).isTrue();
        assertThat(verdict.count("Refused")).as("refused commands").isZero();
        return verdict;
    }

    public StoredMeeting stored() throws SQLException {
        try (var connection = TestPostgres.connect(database)) {
            connection.setSchema("gavel");
            return StoredMeeting.read(connection, meetingId);
        }
    }

    /** Waits until so many more commands are acknowledged than now. */
    public void awaitAcknowledged(int more, Duration limit) {
        var enough = acknowledged() + more;
        await().atMost(limit).until(() -> acknowledged() >= enough);
    }

    public long acknowledged() {
        return history.count(Entry.Acknowledged.class);
    }

    /** How many leaves clients were told of. */
    long leaves() {
        return history.all(Entry.Delivered.class)
                .filter(delivered -> delivered.text().startsWith("{\"event\":\"user_left_meeting\""))
                .map(Entry.Delivered::seq)
                .distinct()
                .count();
    }

    /** The lids of so many clients who are still there are closed; returns whose. The first, the Host's, stays open. */
    public List<String> vanish(int some) {
        return loop.ask(() -> {
            var going = clients.stream()
                    .skip(1)
                    .filter(LiveClient::returns)
                    .limit(some)
                    .toList();
            going.forEach(LiveClient::vanish);
            return going.stream().map(LiveClient::user).toList();
        });
    }

    /** These stay until their connection breaks and do not come back. */
    void abandon(List<LiveClient> some) {
        loop.run(() -> some.forEach(LiveClient::doNotReturn));
    }

    List<LiveClient> clients() {
        return List.copyOf(clients);
    }

    /** Those who are at this node now. */
    List<LiveClient> clientsAt(int node) {
        return loop.ask(
                () -> clients.stream().filter(client -> client.node() == node).toList());
    }

    public History history() {
        return history;
    }

    /** The Host, as REST of the first node knows it. */
    public User host() {
        return host;
    }

    public long meetingId() {
        return meetingId;
    }

    @Override
    public void close() {
        working = false;
        loop.run(() -> clients.forEach(LiveClient::vanish));
        loop.close();
    }
}
