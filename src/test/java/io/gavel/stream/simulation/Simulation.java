package io.gavel.stream.simulation;

import io.gavel.history.Invariant;
import io.gavel.meeting.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One life of a small cluster, decided by its seed: trouble for a while, rest, the end of a node and of two people who never
 * come back, and judgement.
 */
final class Simulation {
    private static final int NODES = 3;
    private static final int CLIENTS = 12;
    private static final int MEETINGS = 3;

    /** Before that, no reaper trusts a database that was away. */
    private static final Duration REST = Duration.ofSeconds(27);

    private static final Duration GHOSTS = Duration.ofSeconds(25);
    private static final Duration LAST_NEWS = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final VirtualTime time;
    private final ModelDatabase database;
    private final ModelBus bus;
    private final SimulatedHistory history;
    private final List<ModelNode> nodes = new ArrayList<>();
    private final List<ModelClient> clients = new ArrayList<>();
    private int lives;

    Simulation(long seed) {
        time = new VirtualTime(seed);
        database = new ModelDatabase(time, MEETINGS);
        bus = new ModelBus(time, time.random.nextDouble() / 2.5);
        history = new SimulatedHistory(time, database);
    }

    /** A whole life, judged. */
    static SimulatedHistory run(long seed) {
        var simulation = new Simulation(seed);
        simulation.run();
        return simulation.history;
    }

    private void run() {
        IntStream.range(0, NODES).forEach(place -> nodes.add(newNode(place)));
        var pace = time.millis(400, 2000);
        for (int i = 0; i < CLIENTS; i++) {
            var friends = List.of("u" + (i + 1) % CLIENTS, "u" + (i + 5) % CLIENTS);
            var client = new ModelClient("u" + i, 1 + i % MEETINGS, friends, time, history, this::anyNode);
            database.meeting(client.meetingId).people().add(client.user, Role.MODERATOR);
            clients.add(client);
            time.after(time.millis(0, 2000), client::connect);
            client.commands().start(pace);
        }
        var length = time.millis(10_000, 40_000);
        new Trouble(this, time, database, bus, history, length).begin();
        time.pass(length);
        database.calmDown();
        time.after(LAST_WORDS, this::stopCommands);
        time.after(LAST_WORDS, () -> clients.forEach(this::invite));
        time.pass(REST);
        var ghosts = lastOnes();
        clients.stream()
                .filter(client -> !client.isGone())
                .forEach(client -> client.commands().start(pace));
        time.after(LAST_WORDS, this::stopCommands);
        time.pass(GHOSTS);
        ghosts.forEach(this::requireLeft);
        time.pass(LAST_NEWS);
        new Rest(database, history, clients).judge();
    }

    private void stopCommands() {
        clients.forEach(client -> client.commands().stop());
    }

    /** A node dies, and with it one who does not come back; another one closes the lid of a laptop. */
    private List<ModelClient> lastOnes() {
        var place = time.below(NODES);
        var node = nodes.get(place);
        var ghosts = new ArrayList<ModelClient>();
        clients.stream()
                .filter(client -> client.isInside() && !client.isGone())
                .filter(client ->
                        client.connection() != null && client.connection().node() == node)
                .findFirst()
                .ifPresent(ghosts::add);
        clients.stream()
                .filter(client -> client.isInside() && !client.isGone() && !ghosts.contains(client))
                .findFirst()
                .ifPresent(ghosts::add);
        kill(place, true);
        ghosts.forEach(ghost -> ghost.goAway(true));
        return ghosts;
    }

    private void requireLeft(ModelClient ghost) {
        if (database.meeting(ghost.meetingId).people().held().stream()
                .anyMatch(held -> held.userId().equals(ghost.user))) {
            history.violation(
                    Invariant.ROSTER, ghost.user + " is gone for " + GHOSTS.toSeconds() + " s, and still inside");
        }
    }

    /** Ends the node at this place without warning; another one begins there. */
    void kill(int place, boolean isNoticed) {
        var node = nodes.get(place);
        history.fault("kill", node.id);
        node.die(isNoticed);
        bus.died(node);
        nodes.set(place, newNode(place));
    }

    private ModelNode newNode(int place) {
        lives++;
        return new ModelNode("node" + place + "." + lives, time, database, bus, history);
    }

    ModelNode node(int place) {
        return nodes.get(place);
    }

    int anyPlace() {
        return time.below(NODES);
    }

    ModelClient anyClient() {
        return clients.get(time.below(CLIENTS));
    }

    /** A load balancer: a node that is known to be dead gets nothing. */
    ModelNode anyNode() {
        return nodes.get(anyPlace());
    }

    void remove(ModelClient client) {
        var node = anyNode();
        node.run(() -> node.database.change(client.meetingId, meeting -> meeting.remove(client.user, database.now())));
    }

    void invite(ModelClient client) {
        var node = anyNode();
        node.run(() -> node.database
                .change(client.meetingId, meeting -> meeting.invite(client.user, database.now()))
                .onFailure(failure -> time.after(time.millis(100, 500), () -> invite(client))));
    }
}
