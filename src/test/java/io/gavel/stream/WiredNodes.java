package io.gavel.stream;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Nodes on one database, and a wire between each two that counts what announces events. */
final class WiredNodes {
    private final MemoryLog log;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> announcements = new TreeMap<>();

    WiredNodes(MemoryLog log) {
        this.log = log;
    }

    /** A node's channels, and what its browsers heard. */
    record Node(Channels channels, HeardFrames heard) {}

    Node start(String name) {
        var heard = new HeardFrames();
        var node = new Node(new Channels(new ManualTimers(), log, log, new Wire(name), heard), heard);
        nodes.put(name, node);
        nodes.values().forEach(each -> each.channels().membersChanged());
        return node;
    }

    /** How many went along each wire. */
    Map<String, Integer> announcements() {
        return announcements;
    }

    private final class Wire implements Peers {
        private final String self;

        Wire(String self) {
            this.self = self;
        }

        @Override
        public String self() {
            return self;
        }

        @Override
        public Set<String> members() {
            return Set.copyOf(nodes.keySet());
        }

        @Override
        public void announce(String nodeId, Announcement announcement) {
            announcements.merge(self + " -> " + nodeId, 1, Integer::sum);
            node(nodeId).channels().announced(self, announcement);
        }

        @Override
        public void tell(String nodeId, Interest interest) {
            node(nodeId).channels().told(self, interest);
        }

        private Node node(String nodeId) {
            var node = nodes.get(nodeId);
            if (node == null) {
                throw new AssertionError("no node " + nodeId);
            }
            return node;
        }

        @Override
        public void signal(String nodeId, Signal signal) {
            node(nodeId).channels().signalled(signal);
        }

        @Override
        public void tellAdvance(Advance advance) {}

        @Override
        public void notifyUsers(UsersNotified users) {}

        @Override
        public Future<CommandOutcomes> apply(String nodeId, CommandBatch batch) {
            return Future.failedFuture(Problem.unavailable("nobody is there"));
        }

        @Override
        public void listen(Listener listener) {}
    }
}
