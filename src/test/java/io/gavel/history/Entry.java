package io.gavel.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history: what a client did or saw, or a fault that was injected. A client is one tab of one user: it has one
 * connection at a time. All times are of one monotonic clock.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "f")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Invoked.class, name = "invoke"),
    @JsonSubTypes.Type(value = Entry.Acknowledged.class, name = "ok"),
    @JsonSubTypes.Type(value = Entry.Refused.class, name = "fail"),
    @JsonSubTypes.Type(value = Entry.Unknown.class, name = "info"),
    @JsonSubTypes.Type(value = Entry.Synced.class, name = "sync"),
    @JsonSubTypes.Type(value = Entry.Delivered.class, name = "rec"),
    @JsonSubTypes.Type(value = Entry.Lost.class, name = "lost"),
    @JsonSubTypes.Type(value = Entry.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = Entry.Injected.class, name = "fault"),
    @JsonSubTypes.Type(value = Entry.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = Entry.Issued.class, name = "token"),
    @JsonSubTypes.Type(value = Entry.Planted.class, name = "canary"),
    @JsonSubTypes.Type(value = Entry.Overheard.class, name = "bytes")
})
public sealed interface Entry {
    long nanos();

    /** Who wrote it. */
    String client();

    /** What tells one command from all others of its meeting; a repeat has the same. */
    record Key(String user, String eventId) {}

    /** A command is sent, or sent again. */
    record Invoked(long nanos, String client, String user, long meetingId, String eventId, String command)
            implements Entry {}

    /** The command succeeded; without a seq it changed nothing. */
    record Acknowledged(
            long nanos,
            String client,
            String user,
            long meetingId,
            String eventId,
            @Nullable Long seq) implements Entry {}

    /** The command was refused for good: it took no effect. */
    record Refused(long nanos, String client, String user, long meetingId, String eventId, String code)
            implements Entry {}

    /** Nobody knows whether the command took effect: no answer in time, the connection lost, or the node could not say. */
    record Unknown(long nanos, String client, String user, long meetingId, String eventId, String why)
            implements Entry {}

    /**
     * The answer of a join or a resume: from here on the client's stream is judged.
     *
     * @param from what the client said that it has; null where it starts with a snapshot at {@code to}
     * @param to the answer's seq
     * @param more whether events between the last of these and {@code to} are still to be asked for
     * @param inside the users inside as the snapshot at {@code to} shows them; null where there was none
     */
    record Synced(
            long nanos,
            String client,
            String user,
            String connection,
            long meetingId,
            @Nullable Long from,
            long to,
            String epoch,
            boolean reset,
            boolean more,
            List<Numbered> events,
            @Nullable List<String> inside)
            implements Entry {
        public Synced {
            events = List.copyOf(events);
        }
    }

    /** An event as a client got it, its text without insignificant space. */
    record Numbered(long seq, String text) {}

    /** An event came live. */
    record Delivered(long nanos, String client, String connection, long meetingId, long seq, String text)
            implements Entry {}

    /**
     * The connection is lost; the client will come back.
     *
     * @param heardNanos when the last frame of this connection came: until then at least the node knew that it lives
     * @param code the close code, 1006 for none
     */
    record Lost(long nanos, String client, String user, String connection, long heardNanos, int code)
            implements Entry {}

    /** The client will not come back; what it left behind is for the node to find out. */
    record Gone(long nanos, String client, String user) implements Entry {}

    record Injected(long nanos, String fault) implements Entry {
        @Override
        public String client() {
            return "";
        }
    }

    /** The people inside as a snapshot at {@code seq} shows them; written beside the {@link Synced} that came with it. */
    record Shown(long nanos, String client, long meetingId, long seq, List<ShownPerson> people) implements Entry {
        public Shown {
            people = List.copyOf(people);
        }
    }

    record ShownPerson(
            String userId, boolean isMuted, boolean isVideoOn, boolean isSharingScreen, boolean isHandRaised) {
        /** As the wire has it; what it does not tell is as everybody is on coming in. */
        public static ShownPerson of(JsonObject person) {
            return new ShownPerson(
                    person.getString("userId"),
                    person.getBoolean("isMuted", true),
                    person.getBoolean("isVideoOn", false),
                    person.getBoolean("isSharingScreen", false),
                    person.getBoolean("isHandRaised", false));
        }
    }

    /**
     * The client was given a token for the meeting's room.
     *
     * @param iat the token's, in seconds since 1970
     */
    record Issued(long nanos, String client, String user, long meetingId, long iat) implements Entry {}

    /** This word is told in this meeting alone. */
    record Planted(long nanos, String client, long meetingId, String word) implements Entry {}

    /** Whatever else a client got, as it came. */
    record Overheard(long nanos, String client, String user, String text) implements Entry {}
}
