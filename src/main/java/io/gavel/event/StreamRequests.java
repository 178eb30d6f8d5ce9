package io.gavel.event;

import io.gavel.identity.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the bridge asks the store about streams. */
public final class StreamRequests {
    private StreamRequests() {}

    /** Asks for the heads of those topics that are no longer where the asker believes them to be. */
    public record CheckPositions(List<Position> positions) {
        public CheckPositions {
            positions = List.copyOf(positions);
        }
    }

    /**
     * How far a stream goes.
     *
     * @param epoch the wire's
     */
    public record Position(Topic topic, String epoch, long seq) {}

    public record Positions(List<Position> changed) {
        public Positions {
            changed = List.copyOf(changed);
        }
    }

    /** Asks for the events after this one, at most as many as {@link #MOST_EVENTS}. */
    public record ReadEvents(Topic topic, long after) {
        public static final int MOST_EVENTS = 500;
    }

    /**
     * Events without a gap, read together with the head.
     *
     * @param floor events up to this one are no longer kept
     */
    public record EventSlice(String epoch, long head, long floor, List<StreamEvent> events) {
        public EventSlice {
            events = List.copyOf(events);
        }
    }

    /** Asks who may hear what; one query for all. */
    public record Authorize(List<Listener> listeners) {
        public Authorize {
            listeners = List.copyOf(listeners);
        }
    }

    public record Listener(Topic topic, String userId) {}

    /** The answers, in the order of the question. */
    public record Authorizations(List<Authorization> authorizations) {
        public Authorizations {
            authorizations = List.copyOf(authorizations);
        }
    }

    /**
     * What one listener is to its topic at {@code seq}, the stream's head at that moment.
     *
     * @param isMember false for strangers, and where there is no such topic; then seq is 0 and epoch empty
     */
    public record Authorization(boolean isMember, String epoch, long seq) {}

    /**
     * Asks for a member's page of events.
     *
     * @param after only events behind this one
     * @param epoch of the stream that the caller knows; null where it does not say
     */
    public record ListEvents(
            Caller caller,
            Topic topic,
            long after,
            int limit,
            @Nullable String epoch) {}

    public record ReadSnapshot(long meetingId) {}

    /**
     * The state of a meeting at {@code seq}.
     *
     * @param json an object with {@code meeting} (without a role), {@code participants} (those inside) and {@code recording}
     */
    public record Snapshot(String epoch, long seq, String json) {}

    /** Makes a user known, as its first REST call would. */
    public record KnowCaller(Caller caller) {}
}
