package io.gavel.stream.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One life of a small cluster, decided by its seed: trouble for a while, then rest, then judgement. */
final class Simulation {
    private static final int NODES = 3;
    private static final int CLIENTS = 12;
    private static final int MEETINGS = 3;
    private static final Duration TROUBLE = Duration.ofSeconds(20);
    private static final Duration REST = Duration.ofSeconds(15);

    private final VirtualTime time;
    private final ModelDatabase database;
    private final ModelBus bus;
    private final StreamHistory history;
    private final Mutation mutation;
    private final List<ModelNode> nodes = new ArrayList<>();
    private final List<ModelClient> clients = new ArrayList<>();
    private int lives;
    private boolean troubled = true;

    Simulation(long seed, Mutation mutation) {
        this.mutation = mutation;
        time = new VirtualTime(seed);
        database = new ModelDatabase(time, mutation, MEETINGS);
        bus = new ModelBus(time, 0.1 + time.random.nextDouble() / 10);
        history = new StreamHistory(database);
    }

    StreamHistory run() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(newNode(i));
        }
        for (int i = 0; i < CLIENTS; i++) {
            var client = new ModelClient("u" + i, 1 + i % MEETINGS, time, history, this::anyNode);
            database.meeting(client.meetingId).members.add(client.user);
            clients.add(client);
            time.after(time.millis(0, 2000), client::connect);
            client.commands().start();
        }
        trouble();
        time.pass(TROUBLE);
        troubled = false;
        time.after(
                Duration.ofSeconds(1),
                () -> clients.forEach(client -> client.commands().stop()));
        time.after(Duration.ofSeconds(5), () -> clients.forEach(this::invite));
        time.pass(REST);
        history.judge(clients);
        return history;
    }

    private ModelNode newNode(int place) {
        lives++;
        return new ModelNode("node" + place + "." + lives, time, database, bus, history, mutation);
    }

    /** A load balancer: a node that is known to be dead gets nothing. */
    private ModelNode anyNode() {
        return nodes.get(time.below(nodes.size()));
    }

    private void trouble() {
        time.after(time.millis(100, 1500), () -> {
            if (troubled) {
                happen(time.below(100));
                trouble();
            }
        });
    }

    private void happen(int dice) {
        var place = time.below(NODES);
        var node = nodes.get(place);
        if (dice < 20) {
            kill(place, node);
        } else if (dice < 40) {
            var length = time.chance(0.2) ? time.millis(5_000, 10_000) : time.millis(50, 4_000);
            node.freeze(length);
            bus.stopped(node, length);
        } else if (dice < 50) {
            database.restart(time.millis(100, 3000));
        } else if (dice < 65) {
            bus.cut(node.id, nodes.get((place + 1) % NODES).id, time.millis(500, 6000));
        } else if (dice < 67) {
            database.failOver();
        } else {
            removeForAWhile(clients.get(time.below(CLIENTS)), node);
        }
    }

    private void kill(int place, ModelNode node) {
        node.die();
        bus.died(node);
        nodes.set(place, newNode(place));
    }

    private void removeForAWhile(ModelClient client, ModelNode node) {
        if (!node.isFrozen()) {
            node.run(() -> node.database.change(client.meetingId, "participant_removed", client.user));
        }
        time.after(time.millis(50, 3000), () -> invite(client));
    }

    private void invite(ModelClient client) {
        var node = anyNode();
        node.run(() -> node.database
                .change(client.meetingId, "participant_invited", client.user)
                .onFailure(failure -> time.after(time.millis(100, 500), () -> invite(client))));
    }
}
