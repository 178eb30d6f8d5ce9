package io.gavel.conversation;

import io.gavel.identity.Caller;
import io.gavel.meeting.Repeatable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be asked of conversations. Whoever is no member is told that there is no such conversation. */
public final class ConversationRequests {
    private ConversationRequests() {}

    /**
     * Gathers a group, or finds or makes the one conversation of two.
     *
     * @param userIds whom the caller talks with, the caller not among them; at most {@link #MOST_MEMBERS}
     * @param direct exactly one other, and no title
     */
    public record CreateConversation(
            Caller caller,
            @Nullable String title,
            List<String> userIds,
            boolean direct,
            @Nullable Repeatable repeatable) {
        /** Members of one conversation, whoever made it not among them. */
        public static final int MOST_MEMBERS = 1000;

        public CreateConversation {
            userIds = List.copyOf(userIds);
        }
    }

    /**
     * The answer to {@link CreateConversation}.
     *
     * @param isNew false for a direct conversation that was there before
     */
    public record Created(ConversationDetail conversation, boolean isNew) {}

    public record FindConversation(Caller caller, long conversationId) {}

    /**
     * Lists the caller's conversations.
     *
     * @param after only those behind this place; null for the first page
     */
    public record ListConversations(
            Caller caller, int limit, @Nullable Place after) {
        /** A conversation's place in the list. */
        public record Place(Instant activeAt, long id) {
            private static final Pattern CURSOR = Pattern.compile("talk:(-?\\d{1,14}|\\d{15}):(\\d{1,18})");

            /** The place as text that means nothing to those who hand it back. */
            public String cursor() {
                var text = "talk:" + activeAt.toEpochMilli() + ":" + id;
                return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
            }

            /** The place of a cursor, or empty when it is none. */
            public static Optional<Place> parse(String cursor) {
                String text;
                try {
                    text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
                } catch (IllegalArgumentException notBase64) {
                    return Optional.empty();
                }
                var parts = CURSOR.matcher(text);
                return parts.matches()
                        ? Optional.of(new Place(
                                Instant.ofEpochMilli(Long.parseLong(parts.group(1))), Long.parseLong(parts.group(2))))
                        : Optional.empty();
            }
        }
    }

    public record AddMembers(Caller caller, long conversationId, List<String> userIds) {
        public AddMembers {
            userIds = List.copyOf(userIds);
        }
    }

    /** Removes a member; oneself is leaving. */
    public record RemoveMember(Caller caller, long conversationId, String userId) {}

    /**
     * Reads messages: the newest ones, those before one, or those after one.
     *
     * @param before a message's id, or null
     * @param after a message's id, or null; not together with before
     */
    public record ListMessages(
            Caller caller,
            long conversationId,
            @Nullable Long before,
            @Nullable Long after,
            int limit) {}

    /**
     * Looks for words in the caller's conversations.
     *
     * @param conversationId this one alone; null for all
     * @param before only messages with a lower id; null for the newest
     */
    public record SearchMessages(
            Caller caller,
            String words,
            @Nullable Long conversationId,
            @Nullable Long before,
            int limit) {}

    /**
     * Says something.
     *
     * @param clientMessageId the client's own name for it, per user and conversation: a repeat gets the first answer, as long
     *     as the message is kept; null for none
     * @param replyToId a message of the same conversation, or null
     */
    public record SendMessage(
            Caller caller,
            long conversationId,
            String text,
            @Nullable String clientMessageId,
            @Nullable Long replyToId) {}

    public record EditMessage(Caller caller, long conversationId, long messageId, String text) {}

    public record DeleteMessage(Caller caller, long conversationId, long messageId) {}

    /**
     * Reacts to a message.
     *
     * @param on whether the reaction is given or taken back
     */
    public record React(Caller caller, long conversationId, long messageId, String reaction, boolean on) {}

    /** The caller has read all up to this message. */
    public record MarkRead(Caller caller, long conversationId, long messageId) {}

    /**
     * What a change of a conversation came to.
     *
     * @param seq the event that it added; null where nothing changed
     */
    public record Changed(@Nullable Long seq) {}

    /** Asks how far those conversations have come that have changed since a position in the order of all their events. */
    public record ReadNews(long after) {}

    /**
     * The answer.
     *
     * @param newest the highest position of all; 0 without any
     */
    public record News(List<Head> heads, long newest) {
        public News {
            heads = List.copyOf(heads);
        }

        /**
         * The last event of a conversation that concerns all its members, or one reader alone.
         *
         * @param readerId who has read something by it; null for all other events
         */
        public record Head(
                long conversationId, long seq, @Nullable String readerId) {}
    }

    /**
     * Asks how conversations stand for their members.
     *
     * @param conversationIds for those members of them that are among {@code userIds}
     * @param readers for these besides
     */
    public record CountUnread(List<Long> conversationIds, List<String> userIds, List<Reader> readers) {
        public CountUnread {
            conversationIds = List.copyOf(conversationIds);
            userIds = List.copyOf(userIds);
            readers = List.copyOf(readers);
        }
    }

    public record Reader(long conversationId, String userId) {}

    public record UnreadCounts(List<Unread> counts) {
        public UnreadCounts {
            counts = List.copyOf(counts);
        }
    }

    /**
     * How a conversation stands for a member.
     *
     * @param seq the conversation's head at that moment
     */
    public record Unread(String userId, long conversationId, long seq, long unread, Instant at) {}
}
