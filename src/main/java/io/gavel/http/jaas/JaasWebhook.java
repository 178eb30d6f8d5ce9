package io.gavel.http.jaas;

import io.gavel.http.request.BodyJson;
import io.gavel.http.request.Faults;
import io.gavel.identity.UserId;
import io.gavel.jitsi.RecordedFile;
import io.gavel.jitsi.RoomChange;
import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomName;
import io.gavel.meeting.NewRecording;
import io.gavel.meeting.RecordingLink;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Jitsi as a Service tells. Of the data no field is counted on: which there are differs by type and by year.
 *
 * <p>Source: 8x8, "Payload structure".
 *
 * @param text as it came
 * @param room null where the event is of no room, or of one that no meeting could have
 */
record JaasWebhook(
        String text,
        String key,
        String type,
        Instant at,
        @Nullable RoomName room,
        JsonObject data) {
    static final String SETTINGS_PROVISIONING = "SETTINGS_PROVISIONING";

    private static final String SOURCE = "jaas";
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_LINK = 2048;
    private static final Duration LINK_LIFETIME = Duration.ofDays(1);
    /** Jitsi's pages know an occupant by so much of its name. */
    private static final int NICK = 8;
    /** In the year 2286. */
    private static final long LATEST_MILLIS = 9_999_999_999_999L;

    /** Fails with INVALID_REQUEST for what is no webhook of this tenant. */
    static JaasWebhook read(Buffer body, @Nullable String tenant) {
        var faults = new Faults();
        var json = BodyJson.read(body.getBytes(), faults)
                .filter(object -> faults.isEmpty())
                .orElseThrow(() -> invalid("a webhook is a JSON object in UTF-8"));
        if (tenant == null || !tenant.equals(json.getValue("appId"))) {
            throw invalid("the webhook is of another AppID");
        }
        if (!(json.getValue("timestamp") instanceof Number millis)
                || millis.doubleValue() < 0
                || millis.doubleValue() > LATEST_MILLIS) {
            throw invalid("the webhook has no timestamp in milliseconds");
        }
        return new JaasWebhook(
                body.toString(),
                name(json, "idempotencyKey"),
                name(json, "eventType"),
                Instant.ofEpochMilli(millis.longValue()),
                room(json.getValue("fqn"), tenant),
                json.getValue("data") instanceof JsonObject data ? data : new JsonObject());
    }

    private static String name(JsonObject json, String field) {
        var name = text(json, field);
        if (name == null || name.length() > LONGEST_KEY) {
            throw invalid("the webhook has no " + field);
        }
        return name;
    }

    private static @Nullable RoomName room(@Nullable Object fqn, String tenant) {
        return fqn instanceof String name && name.startsWith(tenant + "/")
                ? RoomName.of(name.substring(tenant.length() + 1)).orElse(null)
                : null;
    }

    private static Problem invalid(String detail) {
        return new Problem(Code.INVALID_REQUEST, detail);
    }

    RoomEvent event() {
        return new RoomEvent(SOURCE, key, type, room, at, change(), text);
    }

    /** Breakout rooms come and go without the meeting's. */
    private @Nullable RoomChange change() {
        return switch (type) {
            case "ROOM_CREATED" -> breakout() == null ? new RoomChange.Created() : null;
            case "ROOM_DESTROYED" -> breakout() == null ? new RoomChange.Destroyed() : null;
            case "PARTICIPANT_JOINED" -> occupant().map(RoomChange.Joined::new).orElse(null);
            case "PARTICIPANT_LEFT" ->
                occupant().map(gone -> new RoomChange.Left(gone, null)).orElse(null);
            default -> null;
        };
    }

    private Optional<Occupant> occupant() {
        var jid = text(data, "participantJid");
        var id = jid == null ? text(data, "participantId") : jid;
        if (id == null) {
            return Optional.empty();
        }
        var name = Objects.requireNonNullElse(text(data, "participantId"), id);
        var nick = name.substring(0, Math.min(NICK, name.length()));
        var userId = UserId.of(text(data, "id")).orElse(null);
        return Optional.of(new Occupant(id, nick, userId, text(data, "name"), breakout()));
    }

    private @Nullable String breakout() {
        return isTrue(data.getValue("isBreakout"))
                ? Objects.requireNonNullElse(text(data, "breakoutRoomId"), "breakout")
                : null;
    }

    /** A recording that was made, where this tells of one. */
    Optional<RecordedFile> recording() {
        var link = text(data, "preAuthenticatedLink");
        if (!type.equals("RECORDING_UPLOADED") || room == null || link == null || !isLink(link)) {
            return Optional.empty();
        }
        var began = number("startTimestamp");
        var recording = new NewRecording(
                address(link),
                null,
                null,
                number("durationSec"),
                "mp4",
                began == null ? null : Instant.ofEpochMilli(began));
        var forViewers = new RecordingLink(link, at.plus(LINK_LIFETIME));
        return Optional.of(new RecordedFile(null, room, text(data, "initiatorId"), recording, forViewers));
    }

    /** Without what opens it for whoever has it: this is for all of the meeting's people to see. */
    private static String address(String link) {
        var uri = URI.create(link);
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return "https://" + uri.getHost() + port + uri.getRawPath();
    }

    private static boolean isLink(String link) {
        try {
            var uri = URI.create(link);
            return link.length() <= LONGEST_LINK && "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private @Nullable Long number(String field) {
        return data.getValue(field) instanceof Number number
                        && number.doubleValue() >= 0
                        && number.doubleValue() <= LATEST_MILLIS
                ? (Long) number.longValue()
                : null;
    }

    private static @Nullable String text(JsonObject object, String field) {
        return object.getValue(field) instanceof String text && !text.isBlank() ? text : null;
    }

    /** As 8x8 documents both. */
    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }
}
