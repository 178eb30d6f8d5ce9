package io.gavel.event;

import java.util.Optional;
import java.util.regex.Pattern;

/** What has a stream of events: a meeting or a conversation. Its name on the wire is the address at which browsers hear it. */
public record Topic(Kind kind, long id) {
    private static final Pattern ADDRESS = Pattern.compile("(meeting|conversation)\\.([1-9][0-9]{0,17})");

    public static Topic meeting(long id) {
        return new Topic(Kind.MEETING, id);
    }

    public static Topic conversation(long id) {
        return new Topic(Kind.CONVERSATION, id);
    }

    /** The topic that is heard at this address; empty where none can be. */
    public static Optional<Topic> at(String address) {
        var matcher = ADDRESS.matcher(address);
        return matcher.matches()
                ? Optional.of(new Topic(
                        matcher.group(1).equals(Kind.MEETING.word) ? Kind.MEETING : Kind.CONVERSATION,
                        Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** As {@code meeting.42}. */
    public String address() {
        return kind.word + "." + id;
    }

    /** The field that bears the id in an event's envelope. */
    public String idField() {
        return kind.word + "Id";
    }

    @Override
    public String toString() {
        return address();
    }

    /** The kinds of topic. */
    public enum Kind {
        MEETING("meeting"),
        CONVERSATION("conversation");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }
}
