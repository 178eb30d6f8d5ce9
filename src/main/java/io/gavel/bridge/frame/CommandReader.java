package io.gavel.bridge.frame;

import io.gavel.bridge.frame.Request.AskConnection;
import io.gavel.bridge.frame.Request.AskPresence;
import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Read;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.frame.Request.Say;
import io.gavel.bridge.frame.Request.Typing;
import io.gavel.command.CommandType;
import io.gavel.conversation.MessageText;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of commands. A field that is null is as if absent; fields that a command does not know are ignored. */
public final class CommandReader {
    private static final int LONGEST_CLIENT_ID = 64;
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    /** No session has this id. */
    private static final UUID NOBODYS = new UUID(0, 0);

    /** What changes no meeting. */
    private static final Map<String, Function<CommandReader, Request>> OTHERS = Map.of(
            Resume.MEETING, reader -> reader.resume(Topic.meeting(reader.meetingId())),
            Resume.CONVERSATION, reader -> reader.resume(Topic.conversation(reader.conversationId())),
            Say.ADDRESS, CommandReader::say,
            Read.ADDRESS, reader -> new Read(reader.conversationId(), reader.body.id("messageId")),
            Typing.STARTED, reader -> new Typing(reader.conversationId(), true),
            Typing.STOPPED, reader -> new Typing(reader.conversationId(), false),
            AskConnection.ADDRESS, reader -> new AskConnection(),
            AskPresence.ADDRESS,
                    reader -> new AskPresence(
                            reader.body.userIds("userIds", AskPresence.MOST_USERS), reader.body.optionalFlag("watch")));

    private final Body body;

    private CommandReader(Body body) {
        this.body = body;
    }

    /** Whether a browser may send to this address, {@code authenticate} excepted. */
    public static boolean knows(String address) {
        return OTHERS.containsKey(address) || CommandType.at(address).isPresent();
    }

    /**
     * Reads the body of a frame to an address that is known.
     *
     * @throws Problem INVALID_REQUEST
     */
    public static Request read(String address, @Nullable Object body) {
        if (!(body instanceof Map<?, ?> fields)) {
            throw Problem.invalid("", "takes a JSON object");
        }
        var reader = new CommandReader(new Body(fields));
        var other = OTHERS.get(address);
        return other == null ? reader.change(CommandType.at(address).orElseThrow()) : other.apply(reader);
    }

    /** The token that {@code authenticate} shows. */
    public static String readToken(@Nullable Object body) {
        if (body instanceof Map<?, ?> fields && fields.get("token") instanceof String token) {
            return token;
        }
        throw Problem.invalid("token", "takes text");
    }

    private Change change(CommandType type) {
        var joins = type == CommandType.JOIN;
        return new Change(
                meetingId(),
                type,
                type.takesClientEventId() ? body.shortText("clientEventId", LONGEST_CLIENT_ID) : null,
                on(type),
                targetUserId(type),
                joins ? sessionId() : null,
                joins ? afterSeq() : null,
                joins ? epoch() : null);
    }

    private Resume resume(Topic topic) {
        var afterSeq = afterSeq();
        if (afterSeq == null) {
            throw Problem.invalid("afterSeq", "is needed");
        }
        return new Resume(topic, afterSeq, epoch());
    }

    private Say say() {
        var text = body.text("text");
        var fault = text == null ? Optional.of("takes text") : MessageText.fault(text);
        fault.ifPresent(takes -> {
            throw Problem.invalid("text", takes);
        });
        return new Say(
                conversationId(),
                Objects.requireNonNull(text, "judged above"),
                body.shortText("clientMessageId", LONGEST_CLIENT_ID),
                body.optionalId("replyToId"));
    }

    private long meetingId() {
        return body.id("meetingId");
    }

    private long conversationId() {
        return body.id("conversationId");
    }

    private @Nullable Boolean on(CommandType type) {
        return switch (type) {
            case SET_AUDIO -> body.flag("isMuted");
            case SET_VIDEO -> body.flag("isVideoOn");
            default -> null;
        };
    }

    private @Nullable String targetUserId(CommandType type) {
        var isGiven = type == CommandType.MUTE_USER || (type == CommandType.LOWER_HAND && body.has("userId"));
        return isGiven ? body.userId("userId") : null;
    }

    /** Text that is no id at all is one of no session. */
    private @Nullable UUID sessionId() {
        var id = body.text("sessionId");
        if (id == null) {
            return null;
        }
        return UUID_TEXT.matcher(id).matches() ? UUID.fromString(id) : NOBODYS;
    }

    private @Nullable Long afterSeq() {
        var seq = body.integer("afterSeq");
        if (seq != null && seq < 0) {
            throw Problem.invalid("afterSeq", "takes an integer from 0");
        }
        return seq;
    }

    private @Nullable String epoch() {
        return body.text("epoch");
    }
}
