package io.gavel.http.recording;

import io.gavel.http.jitsi.Form;
import io.gavel.identity.UserId;
import io.gavel.jitsi.RoomName;
import io.gavel.jitsi.RoomRules;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder's {@code metadata.json} says about the meeting. The room's address is the recorder's own; everything else
 * is what the page that started it has sent, or what Prosody has found in that person's token.
 *
 * <p>Sources: jibri, RecordingMetadata.kt; jitsi-meet, resources/prosody-plugins/mod_jibri_session.lua.
 *
 * @param meetingId as the page and the token say, where they do
 * @param room as the recorder has entered it
 * @param initiatorId whose token it was
 */
record RecordingMetadata(
        @Nullable Long meetingId,
        @Nullable RoomName room,
        @Nullable String initiatorId) {
    private static final Set<String> WANTED = Set.of("meeting_url", "meetingId", "initiator", "id", "group");
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,17}");
    private static final Pattern ROOM_ADDRESS = Pattern.compile("https?://[^/?#]+(/[^?#]*?)/?([?#].*)?");

    /** Fails with INVALID_REQUEST for what is no JSON, and what speaks of no meeting or of two. */
    static RecordingMetadata read(@Nullable Buffer body) {
        var metadata = of(MetadataReader.read(body == null ? new byte[0] : body.getBytes(), WANTED));
        if (metadata.meetingId() == null && metadata.room() == null) {
            throw Form.invalid("the metadata does not say which meeting it is of");
        }
        return metadata;
    }

    private static RecordingMetadata of(JsonObject json) {
        var initiator = json.getValue("initiator") instanceof JsonObject object ? object : new JsonObject();
        var said = id("meetingId", json.getValue("meetingId"));
        var group = id("initiator", initiator.getValue("group"));
        if (said != null && group != null && !said.equals(group)) {
            throw Problem.invalid("meetingId", "is another than that of the initiator's token");
        }
        return new RecordingMetadata(
                said == null ? group : said, room(json.getValue("meeting_url")), user(initiator.getValue("id")));
    }

    private static @Nullable Long id(String field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!ID.matcher(value.toString()).matches()) {
            throw Problem.invalid(field, "is of no meeting");
        }
        return Long.valueOf(value.toString());
    }

    /** A name that no meeting's room has is as good as that of no room: the recorder was elsewhere. */
    private static @Nullable RoomName room(@Nullable Object address) {
        if (address == null) {
            return null;
        }
        var form = ROOM_ADDRESS.matcher(address.toString());
        if (!form.matches()) {
            throw Problem.invalid("meeting_url", "is no address of a room");
        }
        var path = form.group(1);
        return RoomName.of(path.substring(path.lastIndexOf('/') + 1)).orElseThrow(RoomRules::unknown);
    }

    private static @Nullable String user(@Nullable Object id) {
        return id instanceof String text ? UserId.of(text).orElse(null) : null;
    }
}
