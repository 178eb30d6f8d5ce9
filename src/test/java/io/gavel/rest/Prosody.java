package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks about rooms as the reservation module of Jitsi's Prosody does, byte by byte, and judges what it is answered. */
record Prosody(RunningNode node, String prefix) {
    private static final int MOST_TRIES = 20;

    /** As this process's shared nodes are asked. */
    static Prosody at(RunningNode node) {
        return new Prosody(node, "/jitsi");
    }

    /** Asks whether a room may come about; with tokens Jitsi names a new owner each time. */
    RawHttp.Answer create(String room) {
        return create(room, UUID.randomUUID() + "@meet.example.org");
    }

    RawHttp.Answer create(String room, String mailOwner) {
        return patient(() -> createOnce(room, mailOwner));
    }

    RawHttp.Answer createOnce(String room, String mailOwner) {
        return form("mail_owner=" + encode(mailOwner) + "&start_time=" + encode("2026-08-01T09:30:00.000Z") + "&name="
                + encode(room));
    }

    /** Tries again what is 500 and above; the module does so three times, with a pause that a test cannot afford. */
    private static RawHttp.Answer patient(Supplier<RawHttp.Answer> call) {
        var answer = call.get();
        for (var tries = 1; tries < MOST_TRIES && answer.status() >= 500; tries++) {
            answer = call.get();
        }
        return answer;
    }

    RawHttp.Answer form(String body) {
        return RawHttp.ask(
                node,
                head("POST", "/conference") + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                        + body.length(),
                body);
    }

    RawHttp.Answer find(String id) {
        return patient(() -> RawHttp.ask(node, head("GET", "/conference/" + id), ""));
    }

    RawHttp.Answer delete(String id) {
        return patient(() -> RawHttp.ask(node, head("DELETE", "/conference/" + id), ""));
    }

    /** Ends without a line break. */
    String head(String method, String path) {
        return method + " " + prefix + path + " HTTP/1.1\nAuthorization: Bearer " + SharedNode.RESERVATION_TOKEN
                + "\nHost: " + URI.create(node.url()).getAuthority()
                + "\nConnection: close\nUser-Agent: Prosody (0.12.3; Linux)";
    }

    /** As its util.http: bytes but these as two lower-case digits. */
    static String encode(String text) {
        var encoded = new StringBuilder();
        for (var next : text.getBytes(StandardCharsets.UTF_8)) {
            var isPlain = String.valueOf((char) next).matches("[a-zA-Z0-9.~_-]");
            encoded.append(isPlain ? String.valueOf((char) next) : "%%%02x".formatted(next));
        }
        return encoded.toString();
    }

    /** Whether the room would come about now; a wrong field fails with what the module would log. */
    static Reserved accepted(RawHttp.Answer answer, String room) {
        assertThat(answer.status()).as("%s", answer).isIn(200, 201);
        var data = new JsonObject(answer.body());
        assertThat(data.getString("name").toLowerCase(Locale.ROOT))
                .as("Missing or mismatching room name")
                .isEqualTo(room.toLowerCase(Locale.ROOT));
        assertThat(data.getValue("id"))
                .as("a number would come back as a float")
                .isInstanceOf(String.class);
        assertThat(data.getString("mail_owner")).as("Missing mail_owner").isNotNull();
        assertThat(data.getValue("duration")).as("Missing or invalid duration").isInstanceOf(Number.class);
        assertThat(data.getString("start_time"))
                .as("Missing or invalid start_time")
                .matches("\\d{4}-?\\d\\d-?\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.?\\d*([Z+-].*)");
        if (data.containsKey("max_occupants")) {
            assertThat(data.getInteger("max_occupants"))
                    .as("Invalid value for max_occupants")
                    .isPositive();
        }
        var expiry =
                OffsetDateTime.parse(data.getString("start_time")).toInstant().plusSeconds(data.getLong("duration"));
        assertThat(expiry).as("Reservation expired").isAfter(Instant.now());
        return new Reserved(data.getString("id"), expiry, data);
    }

    /** What its users are shown, with the status as the error's code; a 5xx it would try again first. */
    static String refused(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        return new JsonObject(answer.body()).getString("message", "Rejected by reservation server");
    }

    /**
     * What the module keeps of a room.
     *
     * @param expiry when it destroys the room, whoever is in it
     */
    record Reserved(String id, Instant expiry, JsonObject data) {}
}
