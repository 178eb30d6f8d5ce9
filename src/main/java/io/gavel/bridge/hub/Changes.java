package io.gavel.bridge.hub;

import io.gavel.bridge.Connection;
import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.hub.StreamAnswers.Missed;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Problem;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channel;
import io.gavel.stream.Channels;
import io.gavel.stream.CommandLanes;
import io.gavel.stream.EventFrame;
import io.gavel.stream.Snapshots;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final Channels channels;
    private final CommandLanes lanes;
    private final Snapshots snapshots;
    private final StreamAnswers answers;
    private final LostSessions lost;
    private final Map<Place, Future<?>> latest = new HashMap<>();
    private final Set<UUID> joined = new HashSet<>();
    private UUID incarnation = NONE;

    Changes(
            String nodeId,
            Timers timers,
            Authorizer authorizer,
            Channels channels,
            CommandLanes lanes,
            Snapshots snapshots,
            StreamAnswers answers,
            LostSessions lost) {
        this.nodeId = nodeId;
        this.timers = timers;
        this.authorizer = authorizer;
        this.channels = channels;
        this.lanes = lanes;
        this.snapshots = snapshots;
        this.answers = answers;
        this.lost = lost;
    }

    /** This node's sessions live under another lease from now on. */
    void takeLease(UUID taken) {
        incarnation = taken;
    }

    /** The answer's body. */
    Future<String> carryOut(Connection connection, Change change) {
        var seat = new Seat(nodeId, incarnation, connection.id());
        var outcome = lanes.submit(change.meetingId(), change.command(connection.caller(), seat));
        remember(new Place(connection.id(), change.meetingId()), outcome);
        if (change.type() != CommandType.JOIN) {
            return outcome.map(done -> StreamAnswers.done(require(done).seq()));
        }
        joined.add(connection.id());
        return lost.during(connection.id(), outcome).compose(done -> welcome(connection, change, require(done)));
    }

    /** What the connection asked of the meeting before this takes effect before it. */
    Future<String> resume(Connection connection, Resume resume) {
        var before = latest.getOrDefault(new Place(connection.id(), resume.meetingId()), Future.succeededFuture());
        return before.transform(settled -> authorizer.authorize(resume.meetingId(), connection.userId()))
                .compose(authorization -> {
                    Visibility.requireMember(
                            authorization.role(), connection.caller().admin());
                    return missed(resume, authorization)
                            .map(missed -> StreamAnswers.resumed(authorization.epoch(), authorization.seq(), missed));
                });
    }

    /** The connection is gone; its sessions, if it ever had one, have their time to come back. */
    void closed(UUID connectionId, long silentMillis) {
        if (joined.remove(connectionId)) {
            lost.closed(connectionId, timers.nanos() - TimeUnit.MILLISECONDS.toNanos(silentMillis));
        }
    }

    private void remember(Place place, Future<?> outcome) {
        latest.put(place, outcome);
        outcome.onComplete(done -> latest.remove(place, outcome));
    }

    private Future<String> welcome(Connection connection, Change join, CommandOutcome outcome) {
        var seq = Objects.requireNonNull(outcome.seq(), "a join has a seq");
        var sessionId = Objects.requireNonNull(outcome.sessionId(), "a join has a session");
        var role = Objects.requireNonNull(outcome.role(), "a join has a role");
        return snapshots
                .get(join.meetingId(), seq)
                .compose(snapshot -> missed(join, snapshot)
                        .map(missed -> StreamAnswers.joined(sessionId.toString(), role.wire(), snapshot, missed)))
                .compose(answer -> stillMember(connection, join.meetingId()).map(answer));
    }

    /** Whoever was removed since must not be told what has happened after that. */
    private Future<Void> stillMember(Connection connection, long meetingId) {
        return authorizer.authorize(meetingId, connection.userId()).map(authorization -> {
            Visibility.requireMember(authorization.role(), connection.caller().admin());
            return null;
        });
    }

    /** More than one answer carries is for a join no better than a snapshot, which it has. */
    private Future<Missed> missed(Change join, Snapshot snapshot) {
        var after = join.afterSeq();
        if (after == null) {
            return Future.succeededFuture(Missed.NOTHING);
        }
        if (snapshot.seq() - after > StreamAnswers.MOST_EVENTS) {
            return Future.succeededFuture(Missed.RESET);
        }
        var meetingId = join.meetingId();
        return answers.missed(
                meetingId,
                after,
                join.epoch(),
                snapshot.epoch(),
                snapshot.seq(),
                seq -> recent(meetingId, seq, snapshot.epoch(), snapshot.seq()));
    }

    private Future<Missed> missed(Resume resume, Authorization head) {
        var meetingId = resume.meetingId();
        return reach(meetingId, head.seq())
                .transform(reached -> answers.missed(
                        meetingId,
                        resume.afterSeq(),
                        resume.epoch(),
                        head.epoch(),
                        head.seq(),
                        seq -> recent(meetingId, seq, head.epoch(), head.seq())));
    }

    /** Many who resume at once are answered from one read, where there is a channel. */
    private Future<Void> reach(long meetingId, long seq) {
        return channels.channel(meetingId).map(channel -> channel.catchUp(seq)).orElseGet(Future::succeededFuture);
    }

    private Optional<List<String>> recent(long meetingId, long after, String epoch, long head) {
        return channels.channel(meetingId)
                .filter(channel -> channel.epoch().equals(epoch) && channel.position() >= head)
                .flatMap(channel -> json(channel, after, head));
    }

    private static Optional<List<String>> json(Channel channel, long after, long head) {
        return channel.after(after)
                .map(frames -> frames.stream()
                        .filter(frame -> frame.seq() <= head)
                        .map(EventFrame::json)
                        .toList());
    }

    private static CommandOutcome require(CommandOutcome outcome) {
        var problem = outcome.problem();
        if (problem != null) {
            throw new Problem(problem, problem.title());
        }
        return outcome;
    }

    /** A connection's own order holds within each meeting. */
    private record Place(UUID connectionId, long meetingId) {}
}
