package io.gavel.bridge.frame;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.command.CommandType;
import io.gavel.identity.Text;
import io.gavel.identity.UserId;
import io.gavel.problem.Problem;
import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of commands. A field that is null is as if absent; fields that a command does not know are ignored. */
public final class CommandReader {
    private static final int LONGEST_CLIENT_EVENT_ID = 64;
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    /** No session has this id. */
    private static final UUID NOBODYS = new UUID(0, 0);

    private final Map<?, ?> body;

    private CommandReader(Map<?, ?> body) {
        this.body = body;
    }

    /** Whether a browser may send to this address, {@code authenticate} excepted. */
    public static boolean knows(String address) {
        return address.equals(Resume.ADDRESS) || CommandType.at(address).isPresent();
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
        var reader = new CommandReader(fields);
        return CommandType.at(address).<Request>map(reader::change).orElseGet(reader::resume);
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
                type.takesClientEventId() ? clientEventId() : null,
                on(type),
                targetUserId(type),
                joins ? sessionId() : null,
                joins ? afterSeq() : null,
                joins ? epoch() : null);
    }

    private Resume resume() {
        var meetingId = meetingId();
        var afterSeq = afterSeq();
        if (afterSeq == null) {
            throw Problem.invalid("afterSeq", "is needed");
        }
        return new Resume(meetingId, afterSeq, epoch());
    }

    private long meetingId() {
        var id = integer("meetingId");
        if (id == null || id < 1) {
            throw Problem.invalid("meetingId", "takes an integer from 1");
        }
        return id;
    }

    private @Nullable String clientEventId() {
        var id = text("clientEventId");
        if (id != null
                && (id.isEmpty()
                        || id.codePointCount(0, id.length()) > LONGEST_CLIENT_EVENT_ID
                        || !Text.isStorable(id))) {
            throw Problem.invalid("clientEventId", "takes text of 1 to 64 characters");
        }
        return id;
    }

    private @Nullable Boolean on(CommandType type) {
        return switch (type) {
            case SET_AUDIO -> required("isMuted");
            case SET_VIDEO -> required("isVideoOn");
            default -> null;
        };
    }

    private boolean required(String field) {
        if (body.get(field) instanceof Boolean given) {
            return given;
        }
        throw Problem.invalid(field, "takes true or false");
    }

    private @Nullable String targetUserId(CommandType type) {
        var needed = type == CommandType.MUTE_USER;
        var given = body.get("userId");
        if (!(needed || (type == CommandType.LOWER_HAND && given != null))) {
            return null;
        }
        return UserId.of(given)
                .orElseThrow(() -> Problem.invalid("userId", "takes text of 1 to 128 characters, or an integer"));
    }

    /** Text that is no id at all is one of no session. */
    private @Nullable UUID sessionId() {
        var id = text("sessionId");
        if (id == null) {
            return null;
        }
        return UUID_TEXT.matcher(id).matches() ? UUID.fromString(id) : NOBODYS;
    }

    private @Nullable Long afterSeq() {
        var seq = integer("afterSeq");
        if (seq != null && seq < 0) {
            throw Problem.invalid("afterSeq", "takes an integer from 0");
        }
        return seq;
    }

    private @Nullable String epoch() {
        return text("epoch");
    }

    /** An integer beyond all longs is beyond all ids and events, and as good as the last long. */
    private @Nullable Long integer(String field) {
        var given = body.get(field);
        if (given instanceof Integer || given instanceof Long) {
            return ((Number) given).longValue();
        }
        if (given instanceof BigInteger big) {
            return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        if (given == null) {
            return null;
        }
        throw Problem.invalid(field, "takes an integer");
    }

    private @Nullable String text(String field) {
        var given = body.get(field);
        if (given == null || given instanceof String) {
            return (String) given;
        }
        throw Problem.invalid(field, "takes text");
    }
}
