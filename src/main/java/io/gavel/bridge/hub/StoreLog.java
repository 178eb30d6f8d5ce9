package io.gavel.bridge.hub;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.StreamRequests.CheckPositions;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.StreamRequests.Positions;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.Topic;
import io.gavel.stream.CommandLog;
import io.gavel.stream.EventLog;
import io.vertx.core.Future;
import java.util.List;

/** The database as the stream sees it, by way of this node's store. */
record StoreLog(Bus bus) implements EventLog, CommandLog {
    @Override
    public Future<List<Position>> changed(List<Position> positions) {
        return bus.request(Addresses.CHECK_POSITIONS, new CheckPositions(positions))
                .map(Positions::changed);
    }

    @Override
    public Future<EventSlice> read(Topic topic, long after) {
        return bus.request(Addresses.READ_EVENTS, new ReadEvents(topic, after));
    }

    @Override
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        return bus.request(Addresses.APPLY_COMMANDS, batch);
    }
}
