package io.gavel.http.request;

import static io.gavel.fuzz.FuzzTarget.require;

import io.gavel.config.Secret;
import io.gavel.fuzz.FuzzTarget;
import io.gavel.identity.Caller;
import io.gavel.meeting.RecordingPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The bodies of the REST API. The first byte says of which operation, all others are the body. */
public final class BodyFuzz implements FuzzTarget {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Caller CALLER = new Caller("1", "Ada", null, null, false, NOW.plusSeconds(600));

    private final MeetingBody meeting = new MeetingBody(true, Clock.fixed(NOW, ZoneOffset.UTC));
    private final RecordingBody recording = new RecordingBody(new RecordingPath("./public/recordings"));
    private final BodyHash hash = new BodyHash(new Secret("a secret of the nodes"));
    private final List<Body> bodies = bodies();

    private record Body(JsonObject properties, SchemaFaults schema) {}

    @Override
    public void take(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var body = bodies.get(Byte.toUnsignedInt(input[0]) % bodies.size());
        var faults = new Faults();
        var json = BodyJson.read(Arrays.copyOfRange(input, 1, input.length), faults);
        require(json.isPresent() || !faults.isEmpty(), "refused without a fault");
        json.ifPresent(object -> judge(body, object, faults));
    }

    private void judge(Body body, JsonObject json, Faults faults) {
        if (faults.isEmpty()) {
            var again = BodyJson.read(json.encode().getBytes(StandardCharsets.UTF_8), new Faults());
            require(again.isPresent() && again.get().equals(json), "written again it is another body");
            require(hash.of(json).equals(hash.of(again.get())), "written again it has another hash");
        } else {
            hash.of(json);
        }
        body.schema().add(json, faults);
        var fields = new Fields(json, faults);
        body.properties()
                .fieldNames()
                .forEach(name -> read(fields, name, body.properties().getJsonObject(name)));
        readAll(body.properties(), fields);
    }

    /** As any handler may read it. */
    private static void read(Fields fields, String name, JsonObject schema) {
        fields.text(name);
        fields.userIds(name);
        if ("date-time".equals(schema.getString("format"))) {
            fields.time(name);
        }
        if (schema.containsKey("maximum") && schema.getLong("maximum") <= Integer.MAX_VALUE) {
            fields.smallNumber(name);
        } else {
            fields.number(name);
        }
    }

    private void readAll(JsonObject properties, Fields fields) {
        if (properties.containsKey("durationMinutes")) {
            var read = meeting.read(fields);
            meeting.inviteConversation(fields, read.conversationId());
            var invitees = List.of(fields.userIds("participantUserIds"), fields.userIds("moderatorUserIds"));
            meeting.check(fields, read.scheduledAt(), CALLER.userId(), invitees);
        } else if (properties.containsKey("participantUserIds")) {
            ConversationBody.create(fields, CALLER, null);
        }
        if (properties.containsKey("text")) {
            ConversationBody.text(fields);
        }
        if (properties.containsKey("reaction")) {
            ConversationBody.reaction(fields);
        }
        if (properties.containsKey("fileUrl")) {
            recording.read(fields);
        }
    }

    private static List<Body> bodies() {
        var document = document();
        var bodies = new ArrayList<Body>();
        for (var path : document.getJsonObject("paths")) {
            for (var operation : (JsonObject) path.getValue()) {
                var body = ((JsonObject) operation.getValue()).getJsonObject("requestBody");
                if (body != null) {
                    var content = body.getJsonObject("content").getJsonObject("application/json");
                    var schema = (JsonObject) resolved(document, content.getJsonObject("schema"));
                    bodies.add(
                            new Body(schema.getJsonObject("properties", new JsonObject()), new SchemaFaults(schema)));
                }
            }
        }
        return bodies;
    }

    private static JsonObject document() {
        try (var file = BodyFuzz.class.getResourceAsStream("/openapi.json")) {
            return new JsonObject(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value with a copy of whatever it refers to at the place of the reference. */
    private static Object resolved(JsonObject document, Object value) {
        if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.stream().map(item -> resolved(document, item)).toList());
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        if (object.getValue("$ref") instanceof String reference) {
            var place = document;
            for (var step : reference.substring("#/".length()).split("/", -1)) {
                place = place.getJsonObject(step);
            }
            return resolved(document, place);
        }
        var copy = new JsonObject();
        object.forEach(member -> copy.put(member.getKey(), resolved(document, member.getValue())));
        return copy;
    }
}
