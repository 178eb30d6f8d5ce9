package io.gavel.bridge.hub;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.hub.StreamAnswers.Missed;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Problem;
import io.gavel.stream.Authorizer;
import io.gavel.stream.CommandLanes;
import io.gavel.stream.Snapshots;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Carries out what browsers ask of meetings, and makes their answers. Belongs to the hub's event loop. */
final class Changes {
    /** Nobody has a lease under it, so the database refuses what comes before the node knows its own. */
    private static final UUID NONE = new UUID(0, 0);

    private final String nodeId;
    private final Timers timers;
    private final Authorizer authorizer;
    private final CommandLanes lanes;
    private final Snapshots snapshots;
    private final Resumption resumption;
    private final Order order;
    private final LostSessions lost;
    private final Set<UUID> joined = new HashSet<>();
    private UUID incarnation = NONE;

    Changes(
            String nodeId,
            Timers timers,
            Authorizer authorizer,
            CommandLanes lanes,
            Snapshots snapshots,
            Resumption resumption,
            Order order,
            LostSessions lost) {
        this.nodeId = nodeId;
        this.timers = timers;
        this.authorizer = authorizer;
        this.lanes = lanes;
        this.snapshots = snapshots;
        this.resumption = resumption;
        this.order = order;
        this.lost = lost;
    }

    /** This node's sessions live under another lease from now on. */
    void takeLease(UUID taken) {
        incarnation = taken;
    }

    /** The answer's body. */
    Future<String> carryOut(UUID connectionId, Caller caller, Change change) {
        var seat = new Seat(nodeId, incarnation, connectionId);
        var isJoin = change.type() == CommandType.JOIN;
        if (isJoin) {
            joined.add(connectionId);
        }
        var outcome = lanes.submit(
                change.meetingId(), change.command(caller, seat), () -> !isJoin || joined.contains(connectionId));
        order.follow(connectionId, Topic.meeting(change.meetingId()), outcome);
        if (!isJoin) {
            return outcome.map(done -> StreamAnswers.done(require(done).seq()));
        }
        return lost.during(connectionId, outcome).compose(done -> welcome(caller, change, require(done)));
    }

    /** The connection is gone; its sessions, if it ever had one, have their time to come back. */
    void closed(UUID connectionId, long silentMillis) {
        if (joined.remove(connectionId)) {
            lost.closed(connectionId, timers.nanos() - TimeUnit.MILLISECONDS.toNanos(silentMillis));
        }
    }

    private Future<String> welcome(Caller caller, Change join, CommandOutcome outcome) {
        var seq = Objects.requireNonNull(outcome.seq(), "a join has a seq");
        var sessionId = Objects.requireNonNull(outcome.sessionId(), "a join has a session");
        var role = Objects.requireNonNull(outcome.role(), "a join has a role");
        return snapshots
                .get(join.meetingId(), seq)
                .compose(snapshot -> missed(join, snapshot)
                        .map(missed -> StreamAnswers.joined(sessionId.toString(), role.wire(), snapshot, missed)))
                .compose(answer -> stillMember(caller, join.meetingId()).map(answer));
    }

    /** Whoever was removed since must not be told what has happened after that. */
    private Future<Void> stillMember(Caller caller, long meetingId) {
        return authorizer.authorize(Topic.meeting(meetingId), caller.userId()).map(authorization -> {
            Visibility.requireMember(authorization.isMember(), caller.admin());
            return null;
        });
    }

    /** More than one answer carries is for a join no better than a snapshot, which it has. */
    private Future<Missed> missed(Change join, Snapshot snapshot) {
        var after = join.afterSeq();
        if (after == null) {
            return Future.succeededFuture(Missed.NOTHING);
        }
        return snapshot.seq() - after > StreamAnswers.MOST_EVENTS
                ? Future.succeededFuture(Missed.RESET)
                : resumption
                        .missed(Topic.meeting(join.meetingId()), after, join.epoch(), snapshot.epoch(), snapshot.seq())
                        .map(missed -> missed.more() ? Missed.RESET : missed);
    }

    private static CommandOutcome require(CommandOutcome outcome) {
        var problem = outcome.problem();
        if (problem != null) {
            throw new Problem(problem, problem.title());
        }
        return outcome;
    }
}
