package io.gavel.store.jitsi;

import static io.gavel.store.StoreNode.caller;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.bus.Addresses;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.DatabaseUrl;
import io.gavel.jitsi.RoomChange;
import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.jitsi.RoomName;
import io.gavel.meeting.Meeting;
import io.gavel.store.StoreNode;
import io.gavel.store.sql.Database;
import io.gavel.store.stream.Commits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;

/** A store on a database of its own, which is told of rooms. */
final class StoredStays implements AutoCloseable {
    private final String url = StoreNode.database();
    private final StoreNode node = StoreNode.start(url);

    StoreNode node() {
        return node;
    }

    /** A meeting that runs. */
    Meeting started() {
        var host = caller("host-" + UUID.randomUUID());
        var meeting = node.createMeeting(host);
        node.ask(Addresses.ADMIT_CALLER, new AdmitCaller(host, meeting.id(), null));
        return meeting;
    }

    RoomEventOutcome joined(Meeting meeting, String device, Instant at) {
        return tell(meeting, new RoomChange.Joined(occupant(device)), at);
    }

    RoomEventOutcome tell(Meeting meeting, RoomChange change, Instant at) {
        return node.ask(
                JitsiAddresses.TELL_ROOM_EVENT,
                new RoomEvent(
                        "event_sync",
                        UUID.randomUUID().toString(),
                        "told",
                        RoomName.of(meeting.roomName()).orElseThrow(),
                        at,
                        change,
                        "{}"));
    }

    static Occupant occupant(String device) {
        return new Occupant(device, device, null, null, null);
    }

    /** Runs it on a connection of its own to the same database. */
    <T> T run(BiFunction<Database, Commits, Future<T>> work) {
        var vertx = Vertx.vertx();
        try {
            return StoreNode.await(vertx.<Void>executeBlocking(() -> null).compose(ready -> {
                var database = Database.open(vertx, DatabaseUrl.parse(url), 1);
                var commits = new Commits(database, committed -> {}, notified -> {});
                return work.apply(database, commits).eventually(database::close);
            }));
        } finally {
            StoreNode.await(vertx.close());
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
