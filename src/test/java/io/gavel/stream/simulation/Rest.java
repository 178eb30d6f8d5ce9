package io.gavel.stream.simulation;

import io.gavel.history.Invariant;
import io.gavel.store.command.PeopleRows.Held;
import java.util.List;

/** What must be true when everything has come to rest. */
final class Rest {
    private final ModelDatabase database;
    private final SimulatedHistory history;
    private final List<ModelClient> clients;

    Rest(ModelDatabase database, SimulatedHistory history, List<ModelClient> clients) {
        this.database = database;
        this.history = history;
        this.clients = clients;
    }

    void judge() {
        for (var client : clients) {
            if (client.isGone()) {
                continue;
            }
            if (!client.isInside()) {
                history.violation(Invariant.CAUGHT_UP, client.user + " cannot come in");
            }
            if (!client.commands().areAnswered()) {
                history.violation(Invariant.ANSWERED, client.user + " still waits for answers");
            }
            requirePresence(client);
        }
        database.meetings.values().forEach(meeting -> meeting.people().held().forEach(this::requireSocket));
        history.judge();
    }

    /** Each session that has not ended is on a socket that is open. */
    private void requireSocket(Held held) {
        var isOpen = clients.stream()
                .map(ModelClient::connection)
                .anyMatch(connection -> connection != null
                        && connection.isOpen()
                        && connection.id.equals(held.connectionId())
                        && !connection.node().isDead());
        if (!isOpen || held.isLost()) {
            history.violation(Invariant.ROSTER, "a session without a socket: " + held);
        }
    }

    private void requirePresence(ModelClient client) {
        client.online().forEach((friend, online) -> {
            var isThere = clients.stream().anyMatch(other -> other.user.equals(friend) && !other.isGone());
            if (online != isThere) {
                history.violation(
                        Invariant.ROSTER,
                        client.user + " believes that " + friend + (online ? " is" : " is not") + " online");
            }
        });
    }
}
