package io.gavel.presence;

import io.gavel.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What may be asked about who is there, and what nodes tell of their own. */
public final class PresenceRequests {
    private PresenceRequests() {}

    /**
     * Asks a node who is there; anybody may ask about anybody.
     *
     * @param userIds each once, at most {@link #MOST_USERS}
     */
    public record FindPresence(Caller caller, List<String> userIds) {
        public static final int MOST_USERS = 200;

        public FindPresence {
            userIds = List.copyOf(userIds);
        }
    }

    /**
     * Asks the database who is there.
     *
     * @param connected those of them who are connected to the node that asks, whatever the database knows of that yet
     */
    public record ReadPresence(Caller caller, List<String> userIds, List<String> connected) {
        public ReadPresence {
            userIds = List.copyOf(userIds);
            connected = List.copyOf(connected);
        }
    }

    /**
     * The answer.
     *
     * @param at when that was so
     */
    public record Seen(List<Presence> items, Instant at) {
        public Seen {
            items = List.copyOf(items);
        }
    }

    /** Asks who of these is online. */
    public record FindOnline(List<String> userIds) {
        public FindOnline {
            userIds = List.copyOf(userIds);
        }
    }

    /**
     * The answer.
     *
     * @param at when that was so
     */
    public record Online(Set<String> userIds, Instant at) {
        public Online {
            userIds = Set.copyOf(userIds);
        }
    }

    /** Somebody, and whom it watches. */
    public record Pair(String watcher, String watched) {}

    /** Asks who of these share a meeting or a conversation. */
    public record FindSharing(List<Pair> pairs) {
        public FindSharing {
            pairs = List.copyOf(pairs);
        }
    }

    /** The answer: those of the pairs that do. */
    public record Sharing(Set<Pair> pairs) {
        public Sharing {
            pairs = Set.copyOf(pairs);
        }
    }

    /**
     * Tells the database who came to this node and who is no longer here; what it knew of them before does not matter.
     *
     * @param incarnation of the lease without which it is not written
     */
    public record WritePresence(UUID incarnation, List<String> came, List<Gone> gone) {
        public WritePresence {
            came = List.copyOf(came);
            gone = List.copyOf(gone);
        }
    }

    /** A user whose last connection here ended that long ago. */
    public record Gone(String userId, long agoMillis) {}

    /**
     * The answer.
     *
     * @param done false: the node has no such lease, and nothing was written
     */
    public record Written(boolean done) {}

    public record FindSettings(Caller caller) {}

    public record ChangeSettings(Caller caller, PresenceSettings settings) {}
}
