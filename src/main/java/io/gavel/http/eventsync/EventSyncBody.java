package io.gavel.http.eventsync;

import io.gavel.digest.Sha256;
import io.gavel.jitsi.RoomChange;
import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomName;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What Prosody's event_sync module tells of a room. Fields that are not known here are left alone, wherever they stand: the
 * module passes on all that a token says of its user, and a newer one may say more of the room.
 *
 * <p>Source: jitsi-contrib/prosody-plugins, event_sync/mod_event_sync_component.lua.
 */
record EventSyncBody(JsonObject json) {
    /** What XMPP allows for an address with a resource. */
    private static final int MOST_CHARS = 3071;

    private static final int MOST_NAME_CHARS = 200;
    private static final int NICK_CHARS = 8;
    private static final long LATEST_SECOND =
            Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

    /** Fails with INVALID_REQUEST for what is no JSON object in UTF-8. */
    static EventSyncBody read(Buffer body) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
            return new EventSyncBody(new JsonObject(text));
        } catch (CharacterCodingException | DecodeException notJson) {
            throw invalid("the body is no JSON object in UTF-8");
        }
    }

    /** Fails with INVALID_REQUEST where a field is missing or is of another kind than it should be. */
    RoomEvent event(EventSyncType type) {
        var name = text(json, "event_name");
        if (!type.eventName().equals(name)) {
            throw invalid("event_name is not what is told here");
        }
        var room = text(json, "room_name");
        var breakout = breakout();
        var occupant = type.isOfOccupant() ? occupant(breakout) : null;
        var at = type.isOfOccupant() ? time(object(), type.time()) : time(json, type.time());
        return new RoomEvent(
                "event_sync",
                key(name, room, breakout, occupant == null ? "" : occupant.id(), at),
                name,
                RoomName.of(room).orElse(null),
                at,
                change(type, occupant, breakout),
                json.encode());
    }

    private RoomChange change(EventSyncType type, @Nullable Occupant occupant, @Nullable String breakout) {
        if (occupant != null) {
            return type == EventSyncType.OCCUPANT_JOINED
                    ? new RoomChange.Joined(occupant)
                    : new RoomChange.Left(
                            occupant, object().containsKey("joined_at") ? time(object(), "joined_at") : null);
        }
        return type == EventSyncType.ROOM_CREATED
                ? new RoomChange.Created(breakout)
                : new RoomChange.Destroyed(breakout);
    }

    private @Nullable String breakout() {
        var isBreakout = json.getValue("is_breakout", false);
        if (!(isBreakout instanceof Boolean)) {
            throw invalid("is_breakout is neither true nor false");
        }
        return Boolean.TRUE.equals(isBreakout) ? text(json, "breakout_room_id") : null;
    }

    private Occupant occupant(@Nullable String breakout) {
        var jid = text(object(), "occupant_jid");
        var at = jid.indexOf('@');
        var node = at < 0 ? jid : jid.substring(0, at);
        return new Occupant(
                jid,
                node.substring(0, Math.min(NICK_CHARS, node.length())),
                optional("id", MOST_CHARS),
                optional("name", MOST_NAME_CHARS),
                breakout);
    }

    private JsonObject object() {
        if (json.getValue("occupant") instanceof JsonObject occupant) {
            return occupant;
        }
        throw invalid("occupant is missing, or no object");
    }

    private static String text(JsonObject object, String field) {
        if (object.getValue(field) instanceof String text
                && !text.isBlank()
                && text.length() <= MOST_CHARS
                && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        throw invalid(field + " is missing, or no text of one line");
    }

    /** What a token says of its user is no reason to know nothing of the room: what is no text is left out. */
    private @Nullable String optional(String field, int most) {
        if (!(object().getValue(field) instanceof String text)) {
            return null;
        }
        var line = text.replaceAll("\\p{Cntrl}", " ").strip();
        if (line.isEmpty()) {
            return null;
        }
        var end = Math.min(most, line.length());
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
    }

    private static Instant time(JsonObject object, String field) {
        if (object.getValue(field) instanceof Number seconds
                && seconds.doubleValue() >= 0
                && seconds.doubleValue() <= LATEST_SECOND) {
            return Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000));
        }
        throw invalid(field + " is missing, or no time in seconds");
    }

    /** Parts that cannot run into each other: none has a control character. */
    private static String key(String event, String room, @Nullable String breakout, String occupant, Instant at) {
        var parts = String.join("\n", event, room, breakout == null ? "" : breakout, occupant, at.toString());
        return HexFormat.of().formatHex(Sha256.of(parts));
    }

    private static Problem invalid(String detail) {
        return new Problem(Code.INVALID_REQUEST, detail);
    }
}
