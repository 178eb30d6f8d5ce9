package io.gavel.stream;

import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.Topic;
import io.vertx.core.Future;
import java.util.List;

/** The database, as far as a channel reads from it: it alone tells what happened. */
public interface EventLog {
    /** The present positions of those that are not where they are given. One query for all. */
    Future<List<Position>> changed(List<Position> positions);

    /** The events after this one, a bounded number of them, with the head at the same moment. */
    Future<EventSlice> read(Topic topic, long after);
}
