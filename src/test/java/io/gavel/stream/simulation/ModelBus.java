package io.gavel.stream.simulation;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Peers;
import io.gavel.stream.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The clustered bus: it loses, doubles and reorders, is cut between two nodes, and learns late who is dead. */
final class ModelBus {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final VirtualTime time;
    private final double loss;
    private final Map<String, ModelNode> nodes = new LinkedHashMap<>();
    private final Map<String, Set<String>> views = new HashMap<>();
    private final Set<Way> cut = new HashSet<>();

    ModelBus(VirtualTime time, double loss) {
        this.time = time;
        this.loss = loss;
    }

    Peers join(ModelNode node) {
        var view = new TreeSet<>(nodes.keySet());
        view.add(node.id);
        views.put(node.id, view);
        nodes.put(node.id, node);
        nodes.keySet().stream().filter(other -> !other.equals(node.id)).forEach(other -> appears(other, node.id));
        return new NodePeers(node);
    }

    void died(ModelNode node) {
        nodes.remove(node.id);
        nodes.keySet().forEach(other -> disappears(other, node.id, time.millis(100, 8000)));
    }

    /** A node that stands still for long is taken for dead until it is heard again. */
    void stopped(ModelNode node, Duration standstill) {
        if (standstill.toSeconds() >= 5) {
            nodes.keySet().stream().filter(other -> !other.equals(node.id)).forEach(other -> {
                disappears(other, node.id, time.millis(3000, 5000));
                time.after(standstill, () -> appears(other, node.id));
            });
        }
    }

    /** Nothing passes this way for a while, nothing of which either end would hear. */
    void cut(String from, String to, Duration length) {
        var way = new Way(from, to);
        cut.add(way);
        time.after(length, () -> cut.remove(way));
    }

    private record Way(String from, String to) {}

    private void appears(String observer, String node) {
        time.after(
                time.millis(5, 500),
                () -> see(observer, view -> {
                    if (nodes.containsKey(node)) {
                        view.add(node);
                    }
                }));
    }

    private void disappears(String observer, String node, Duration late) {
        time.after(late, () -> see(observer, view -> view.remove(node)));
    }

    private void see(String observer, Consumer<Set<String>> change) {
        var node = nodes.get(observer);
        if (node != null) {
            node.run(() -> {
                change.accept(views.getOrDefault(observer, Set.of()));
                node.incoming().membersChanged();
            });
        }
    }

    private void send(String from, String to, Consumer<Peers.Listener> message) {
        var copies = time.chance(loss) ? 0 : time.chance(loss) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            var late = time.chance(0.05) ? time.millis(20, 1500) : time.millis(0.2, 5);
            time.after(late, () -> {
                var node = nodes.get(to);
                if (node != null && !cut.contains(new Way(from, to))) {
                    node.run(() -> message.accept(node.incoming()));
                }
            });
        }
    }

    private final class NodePeers implements Peers {
        private final ModelNode node;

        NodePeers(ModelNode node) {
            this.node = node;
        }

        @Override
        public String self() {
            return node.id;
        }

        @Override
        public Set<String> members() {
            return views.getOrDefault(node.id, Set.of());
        }

        @Override
        public void announce(String nodeId, Announcement announcement) {
            send(node.id, nodeId, listener -> listener.announced(node.id, announcement));
        }

        @Override
        public void tell(String nodeId, Interest interest) {
            send(node.id, nodeId, listener -> listener.told(node.id, interest));
        }

        @Override
        public void signal(String nodeId, Signal signal) {}

        @Override
        public void tellAdvance(Advance advance) {}

        @Override
        public void notifyUsers(UsersNotified notified) {}

        @Override
        public Future<CommandOutcomes> apply(String nodeId, CommandBatch batch) {
            var answer = Promise.<CommandOutcomes>promise();
            send(
                    node.id,
                    nodeId,
                    listener -> listener.apply(batch).onComplete((outcomes, failure) -> {
                        if (failure == null) {
                            send(nodeId, node.id, back -> answer.tryComplete(outcomes));
                        } else {
                            send(nodeId, node.id, back -> answer.tryFail(failure));
                        }
                    }));
            time.after(PATIENCE, () -> node.run(() -> answer.tryFail("no answer")));
            return answer.future();
        }

        @Override
        public void listen(Listener listener) {}
    }
}
