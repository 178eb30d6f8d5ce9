package io.gavel.bridge.hub;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.command.LostConnections;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.identity.Caller;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channels;
import io.gavel.stream.CommandLanes;
import io.gavel.stream.EventLog;
import io.gavel.stream.Snapshots;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;

/** All that a hub answers of meetings: its own parts, tied as {@link BridgeVerticle} ties them, without an event loop. */
public final class MeetingDesk {
    private final Changes changes;
    private final Resumption resumption;

    /**
     * A desk whose node has no lease yet.
     *
     * @param snapshots reads a meeting's state
     * @param lose tells the database of lost connections
     */
    public MeetingDesk(
            String nodeId,
            Timers timers,
            Authorizer authorizer,
            Channels channels,
            CommandLanes lanes,
            EventLog log,
            LongFunction<Future<Snapshot>> snapshots,
            Function<LostConnections, Future<?>> lose) {
        var order = new Order(timers);
        resumption = new Resumption(authorizer, channels, new StreamAnswers(log), order);
        changes = new Changes(
                nodeId,
                timers,
                authorizer,
                lanes,
                new Snapshots(timers, snapshots),
                resumption,
                order,
                new LostSessions(lose, timers));
    }

    /** The answer's body. */
    public Future<String> carryOut(UUID connectionId, Caller caller, Change change) {
        return changes.carryOut(connectionId, caller, change);
    }

    /** The answer's body. */
    public Future<String> resume(UUID connectionId, Caller caller, Resume resume) {
        return resumption.resume(connectionId, caller, resume);
    }

    public void closed(UUID connectionId, long silentMillis) {
        changes.closed(connectionId, silentMillis);
    }

    public void takeLease(UUID incarnation) {
        changes.takeLease(incarnation);
    }
}
