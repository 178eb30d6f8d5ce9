package io.gavel.bridge.hub;

import io.gavel.bridge.Connection;
import io.gavel.bridge.frame.Request.AskPresence;
import io.gavel.bus.Bus;
import io.gavel.bus.PresenceAddresses;
import io.gavel.bus.VertxTimers;
import io.gavel.identity.Caller;
import io.gavel.json.WireJson;
import io.gavel.presence.PresenceChange;
import io.gavel.presence.PresenceList;
import io.gavel.presence.PresenceRequests.FindOnline;
import io.gavel.presence.PresenceRequests.FindPresence;
import io.gavel.presence.PresenceRequests.FindSharing;
import io.gavel.presence.PresenceRequests.ReadPresence;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.stream.PresenceLedger;
import io.gavel.stream.PresenceWatch;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Tells who is there, to those who ask and to those who watch. Belongs to the hub's event loop. */
record Presences(Bus bus, PresenceLedger ledger, PresenceWatch watch) {
    /** @param listener gets what changed for the devices of a watcher */
    static Presences of(Bus bus, VertxTimers timers, BiConsumer<String, List<PresenceChange>> listener) {
        var ledger = new PresenceLedger(timers, change -> bus.request(PresenceAddresses.WRITE_PRESENCE, change));
        var watch = new PresenceWatch(
                timers,
                users -> bus.request(PresenceAddresses.FIND_ONLINE, new FindOnline(users)),
                pairs -> bus.request(PresenceAddresses.FIND_SHARING, new FindSharing(pairs)),
                ledger::isHere,
                listener);
        return new Presences(bus, ledger, watch);
    }

    void opened(Connection connection) {
        ledger.opened(connection.userId());
    }

    void closed(Connection connection) {
        watch.end(connection.id());
        ledger.closed(connection.userId());
    }

    void takeLease(UUID incarnation) {
        ledger.leaseTaken(incarnation);
    }

    /** The answer's body. */
    Future<String> answer(Connection connection, AskPresence asked) {
        return seen(connection, asked).map(seen -> "{\"ok\":true,\"items\":" + WireJson.encode(seen.items()) + "}");
    }

    private Future<Seen> seen(Connection connection, AskPresence asked) {
        var caller = connection.caller();
        if (Boolean.TRUE.equals(asked.watch())) {
            return watch.watch(connection.id(), caller.userId(), asked.userIds(), () -> read(caller, asked.userIds()));
        }
        if (asked.watch() != null) {
            watch.end(connection.id());
        }
        return read(caller, asked.userIds());
    }

    Future<PresenceList> find(FindPresence find) {
        return read(find.caller(), find.userIds()).map(seen -> new PresenceList(seen.items()));
    }

    /** Who is connected here is online, also when the database does not know it yet. */
    private Future<Seen> read(Caller caller, List<String> userIds) {
        var here = userIds.stream().filter(ledger::isHere).toList();
        return bus.request(PresenceAddresses.READ_PRESENCE, new ReadPresence(caller, userIds, here));
    }

    /** An event of a watcher's own address. */
    static String changed(PresenceChange change) {
        var event = change.online() ? "user_online" : "user_offline";
        return "{\"event\":\"" + event + "\",\"at\":\"" + WireJson.time(change.at()) + "\",\"userId\":"
                + WireJson.encode(change.userId()) + "}";
    }
}
