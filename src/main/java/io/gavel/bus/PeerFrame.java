package io.gavel.bus;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Signal;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one node sends another: a byte with the format's version, a byte with the kind, the sender's id, then what the kind
 * needs; a text is preceded by the number of its bytes. Whatever follows is left unread, so that a newer node may say more.
 * Everything read here throws an unchecked exception where the bytes are not what they should be.
 */
final class PeerFrame {
    private static final byte VERSION = 1;
    private static final int ABSENT = -1;

    enum Kind {
        ANNOUNCEMENT(1),
        INTEREST(2),
        USERS(3),
        COMMANDS(4),
        ECHO(5),
        SIGNAL(6),
        ADVANCE(7);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Kind numbered(int number) {
            return Arrays.stream(values())
                    .filter(kind -> kind.number == number)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a message of an unknown kind"));
        }
    }

    private final Buffer bytes;
    private final Kind kind;
    private final String from;
    private int position = 2;

    private PeerFrame(Buffer bytes) {
        this.bytes = bytes;
        require(bytes.getByte(0) == VERSION, "a format of another version");
        this.kind = Kind.numbered(bytes.getByte(1));
        this.from = text();
    }

    static PeerFrame read(@Nullable Object body) {
        if (body instanceof Buffer bytes) {
            return new PeerFrame(bytes);
        }
        throw new IllegalArgumentException("no frame");
    }

    Kind kind() {
        return kind;
    }

    String from() {
        return from;
    }

    static Buffer announcement(String from, Announcement announcement) {
        var frame = append(begin(Kind.ANNOUNCEMENT, from), announcement.topic())
                .appendLong(announcement.streamEpoch().getMostSignificantBits())
                .appendLong(announcement.streamEpoch().getLeastSignificantBits())
                .appendInt(announcement.events().size());
        for (var event : announcement.events()) {
            frame.appendLong(event.seq());
            append(frame, event.removedUserId());
            append(frame, event.json());
        }
        return frame;
    }

    Announcement announcement() {
        var topic = topic();
        var epoch = new UUID(number(), number());
        return new Announcement(topic, epoch, list(this::event));
    }

    private Announcement.Event event() {
        long seq = number();
        var removedUserId = optionalText();
        return new Announcement.Event(seq, text(), removedUserId);
    }

    static Buffer interest(String from, Interest interest) {
        var frame = begin(Kind.INTEREST, from).appendByte((byte) (interest.complete() ? 1 : 0));
        appendTopics(frame, interest.open());
        appendTopics(frame, interest.closed());
        return frame;
    }

    Interest interest() {
        boolean complete = bytes.getByte(position++) == 1;
        Set<Topic> open = new HashSet<>(list(this::topic));
        return new Interest(complete, open, new HashSet<>(list(this::topic)));
    }

    static Buffer signal(String from, Signal signal) {
        var frame = append(begin(Kind.SIGNAL, from), signal.topic());
        append(frame, signal.userId());
        append(frame, signal.epoch());
        append(frame.appendLong(signal.seq()), signal.json());
        return frame;
    }

    Signal signal() {
        var topic = topic();
        var userId = text();
        var epoch = text();
        long seq = number();
        return new Signal(topic, userId, epoch, seq, text());
    }

    static Buffer advance(String from, Advance advance) {
        var frame =
                begin(Kind.ADVANCE, from).appendLong(advance.conversationId()).appendLong(advance.seq());
        append(frame, advance.readerId());
        return frame;
    }

    Advance advance() {
        long conversationId = number();
        long seq = number();
        return new Advance(conversationId, seq, optionalText());
    }

    static Buffer users(String from, UsersNotified notified) {
        var frame = begin(Kind.USERS, from).appendInt(notified.userIds().size());
        notified.userIds().forEach(id -> append(frame, id));
        return frame;
    }

    UsersNotified users() {
        return new UsersNotified(list(this::text));
    }

    static Buffer commands(String from, CommandBatch batch) {
        var frame = begin(Kind.COMMANDS, from);
        append(frame, WireJson.encode(batch));
        return frame;
    }

    /** A command that this node does not know, or that lacks what every command has, makes the batch unreadable. */
    CommandBatch commands() {
        var batch = WireJson.decodeKnown(text(), CommandBatch.class);
        require(
                !batch.commands().isEmpty() && batch.commands().size() <= CommandBatch.MOST,
                "too few or many commands");
        for (var command : batch.commands()) {
            var seat = command.seat();
            require(
                    command.type() != null
                            && command.userId() != null
                            && seat != null
                            && seat.nodeId() != null
                            && seat.incarnation() != null
                            && seat.connectionId() != null,
                    "a command without type, user or seat");
        }
        return batch;
    }

    static Buffer echo(String from) {
        return begin(Kind.ECHO, from);
    }

    static String outcomes(CommandOutcomes outcomes) {
        return WireJson.encode(outcomes);
    }

    /** Reads the answer to a batch of so many commands. */
    static CommandOutcomes outcomes(@Nullable Object body, int count) {
        if (!(body instanceof String json)) {
            throw new IllegalArgumentException("no outcomes");
        }
        var outcomes = WireJson.decodeKnown(json, CommandOutcomes.class);
        require(outcomes.outcomes().size() == count, "another number of outcomes than of commands");
        return outcomes;
    }

    private static Buffer begin(Kind kind, String from) {
        var frame = Buffer.buffer().appendByte(VERSION).appendByte((byte) kind.number);
        append(frame, from);
        return frame;
    }

    private static void append(Buffer frame, @Nullable String text) {
        if (text == null) {
            frame.appendInt(ABSENT);
            return;
        }
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        frame.appendInt(encoded.length).appendBytes(encoded);
    }

    private static void appendTopics(Buffer frame, Collection<Topic> topics) {
        frame.appendInt(topics.size());
        topics.forEach(topic -> append(frame, topic));
    }

    private static Buffer append(Buffer frame, Topic topic) {
        append(frame, topic.address());
        return frame;
    }

    private Topic topic() {
        return Topic.at(text()).orElseThrow(() -> new IllegalArgumentException("an unknown topic"));
    }

    private long number() {
        long number = bytes.getLong(position);
        position += Long.BYTES;
        return number;
    }

    private int count() {
        int count = bytes.getInt(position);
        position += Integer.BYTES;
        return count;
    }

    private String text() {
        var text = optionalText();
        if (text == null) {
            throw new IllegalArgumentException("a text is missing");
        }
        return text;
    }

    private @Nullable String optionalText() {
        int length = count();
        if (length == ABSENT) {
            return null;
        }
        require(length >= 0 && length <= bytes.length() - position, "a text that is longer than its frame");
        var text = bytes.getString(position, position + length);
        position += length;
        return text;
    }

    /** Memory grows with what is there to be read, not with what the count promises. */
    private <T> List<T> list(Supplier<T> item) {
        int count = count();
        require(count >= 0, "a negative count");
        var items = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
