package io.gavel.stream.simulation;

import io.gavel.presence.PresenceChange;
import io.gavel.presence.PresenceRequests.Pair;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.Sharing;
import io.gavel.stream.PresenceLedger;
import io.gavel.stream.PresenceWatch;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** Who is connected to a node, and whom they watch: the real ledger and the real watch. Everybody shares something here. */
final class NodePresence {
    private final ModelNode node;
    private final ModelDatabase database;
    private final PresenceLedger ledger;
    private final PresenceWatch watch;

    NodePresence(ModelNode node, ModelDatabase database, Timers timers) {
        this.node = node;
        this.database = database;
        this.ledger = new PresenceLedger(
                timers, change -> database.statement(node, () -> database.presence.write(node.id, change)));
        this.watch = new PresenceWatch(
                timers,
                users -> database.statement(node, () -> database.presence.online(users)),
                NodePresence::sharing,
                ledger::isHere,
                this::changed);
    }

    private static Future<Sharing> sharing(List<Pair> pairs) {
        return Future.succeededFuture(new Sharing(new HashSet<>(pairs)));
    }

    void leaseTaken(UUID incarnation) {
        ledger.leaseTaken(incarnation);
    }

    void opened(Connection connection) {
        ledger.opened(connection.user);
    }

    void closed(Connection connection) {
        ledger.closed(connection.user);
        watch.end(connection.id);
    }

    Future<Seen> watch(Connection connection, List<String> userIds) {
        return watch.watch(connection.id, connection.user, userIds, () -> {
            var here = userIds.stream().filter(ledger::isHere).toList();
            return database.statement(node, () -> database.presence.read(userIds, here));
        });
    }

    private void changed(String watcher, List<PresenceChange> changes) {
        node.connections().stream()
                .filter(connection -> connection.user.equals(watcher))
                .forEach(connection -> connection.presenceChanged(changes));
    }
}
