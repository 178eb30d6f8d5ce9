package io.gavel.stream.simulation;

import io.gavel.command.LostConnections;
import io.gavel.store.command.PeopleRows;
import io.gavel.stream.SessionTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The leases of all nodes and the sessions that live by them, as the store's statements change them. */
final class ModelLeases {
    static final Duration LIFE = Duration.ofSeconds(8);
    static final Duration GRACE = Duration.ofSeconds(15);
    static final SessionTimes TIMES = new SessionTimes(LIFE, GRACE);

    private final ModelDatabase database;
    private final Map<String, Lease> leases = new LinkedHashMap<>();

    ModelLeases(ModelDatabase database) {
        this.database = database;
    }

    private static final class Lease {
        final UUID incarnation;
        Instant endsAt;
        int keepers;

        Lease(UUID incarnation, Instant endsAt) {
            this.incarnation = incarnation;
            this.endsAt = endsAt;
        }
    }

    /** Whether the node lives under this incarnation, as far as the database knows. */
    boolean isHeld(String nodeId, UUID incarnation) {
        var lease = leases.get(nodeId);
        return lease != null && lease.incarnation.equals(incarnation) && lease.endsAt.isAfter(database.now());
    }

    /** Whether it has not been judged yet. */
    boolean exists(String nodeId, UUID incarnation) {
        var lease = leases.get(nodeId);
        return lease != null && lease.incarnation.equals(incarnation);
    }

    boolean renew(String nodeId, UUID incarnation) {
        var lease = leases.get(nodeId);
        if (lease == null || !lease.incarnation.equals(incarnation)) {
            return false;
        }
        lease.endsAt = database.now().plus(LIFE);
        return true;
    }

    /** Answers the connections whose sessions were ended meanwhile. */
    List<UUID> take(String nodeId, UUID incarnation) {
        leases.put(nodeId, new Lease(incarnation, database.now().plus(LIFE)));
        people().forEach(people -> people.adopt(nodeId, incarnation));
        return people().flatMap(people -> people.reaped(nodeId).stream())
                .distinct()
                .toList();
    }

    void forget(List<UUID> reaped) {
        people().forEach(people -> people.forget(reaped));
    }

    void lose(LostConnections lost) {
        var now = database.now();
        lost.connections()
                .forEach(one -> people().forEach(
                                people -> people.lose(one.connectionId(), now, now.minusMillis(one.silentMillis()))));
    }

    /** Ends those that have run out and that no transaction holds on to. */
    void loseSessionsOfDeadNodes() {
        var now = database.now();
        for (var nodeId : List.copyOf(leases.keySet())) {
            var lease = leases.get(nodeId);
            if (lease != null && lease.keepers == 0 && !lease.endsAt.isAfter(now)) {
                leases.remove(nodeId);
                var seen = lease.endsAt.minus(LIFE);
                people().forEach(people -> people.loseOf(nodeId, lease.incarnation, lease.endsAt, seen));
                database.presence.end(nodeId, seen);
            }
        }
    }

    List<Long> meetingsWithGhosts() {
        var lostBy = database.now().minus(GRACE);
        var found = new ArrayList<Long>();
        database.meetings.forEach((id, meeting) -> {
            if (meeting.people().hasDue(lostBy)) {
                found.add(id);
            }
        });
        return found;
    }

    /** Until this is run, nobody ends the lease. */
    Runnable keep(String nodeId, UUID incarnation) {
        var lease = leases.get(nodeId);
        if (lease == null || !lease.incarnation.equals(incarnation)) {
            return () -> {};
        }
        lease.keepers++;
        return () -> lease.keepers = Math.max(0, lease.keepers - 1);
    }

    /** The database restarts. */
    void unlock() {
        leases.values().forEach(lease -> lease.keepers = 0);
    }

    /** Whether no session's row is locked. */
    boolean areSessionsFree() {
        return people().noneMatch(PeopleRows::isLocked);
    }

    private Stream<PeopleRows> people() {
        return database.meetings.values().stream().map(meeting -> meeting.people());
    }
}
