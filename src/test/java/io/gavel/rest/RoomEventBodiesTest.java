package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may tell of rooms, in which words, and how it is counted. */
class RoomEventBodiesTest {
    private static final String PATH = "/jitsi/events/occupant/left";
    private static final String DESTROYED = "/jitsi/events/room/destroyed";

    private final User prosody = User.withToken(SharedNode.get().url(), "jitsi", SharedNode.EVENTS_TOKEN);

    @Test
    void onlyTheBearerIsBelieved() {
        var url = SharedNode.get().url();
        var before = counted("unauthenticated");

        assertThat(User.withToken(url, "x", SharedNode.EVENTS_TOKEN + "x")
                        .post(PATH, left())
                        .status())
                .isEqualTo(401);
        var nobody = User.nobody(SharedNode.get()).post(PATH, left());

        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(counted("unauthenticated")).isGreaterThanOrEqualTo(before + 2);
    }

    @Test
    void aRoomOfNoMeetingIsTakenOnceAndCounted() {
        var unknown = counted("unknown_room");
        var repeated = counted("repeated");
        var told = left();

        assertThat(prosody.post(PATH, told).status()).isEqualTo(204);
        assertThat(prosody.post(PATH, told).status()).isEqualTo(204);

        assertThat(counted("unknown_room")).isGreaterThanOrEqualTo(unknown + 1);
        assertThat(counted("repeated")).isGreaterThanOrEqualTo(repeated + 1);
    }

    @Test
    void ofARoomOfNoMeetingNothingIsKeptButThatItWasTold() {
        var told = left();

        prosody.post(PATH, told);

        assertThat(SharedNode.get()
                        .value(
                                "SELECT count(*) FROM jitsi_event WHERE body::text LIKE ? OR room = ?",
                                "%" + told.getString("room_name") + "%",
                                told.getString("room_name")))
                .isEqualTo("0");
        assertThat(SharedNode.get()
                        .value("SELECT count(*) FROM jitsi_event WHERE meeting_id IS NULL"
                                + " AND (room IS NOT NULL OR room_change IS NOT NULL OR body IS NOT NULL)"))
                .isEqualTo("0");
    }

    @Test
    void aMeetingThatIsForgottenLearnsNothingMore() {
        var room = new JitsiRoom(HostedMeeting.with().ended());
        var meeting = room.meeting().id();
        SharedNode.get().execute("UPDATE meeting SET keeps_events = false WHERE id = ?", meeting);
        var stale = counted("stale");

        assertThat(room.joined("late0001-1@x/r", null, Instant.now().getEpochSecond()))
                .isEqualTo(204);

        assertThat(SharedNode.get().value("SELECT count(*) FROM jitsi_occupant WHERE meeting_id = ?", meeting))
                .isEqualTo("0");
        assertThat(SharedNode.get().value("SELECT count(*) FROM jitsi_event WHERE meeting_id = ?", meeting))
                .isEqualTo("0");
        assertThat(counted("stale")).isGreaterThanOrEqualTo(stale + 1);
    }

    @Test
    void whatIsNotKnownIsLeftAlone() {
        var told = left().put("active_occupants_count", "many").put("x", new JsonObject());
        told.getJsonObject("occupant")
                .put("id", 7)
                .put("name", new JsonObject())
                .put("email", "x");

        assertThat(prosody.post(PATH, told).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"event_name\":\"muc-occupant-left\"}",
                "event_name=muc-occupant-left"
            })
    void whatIsNoEventIsRefused(String body) {
        var before = counted("invalid_request");

        assertThat(prosody.send("POST", PATH, body).status()).isEqualTo(400);

        assertThat(counted("invalid_request")).isGreaterThanOrEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event_name\":\"muc-occupant-joined\"}",
                "{\"event_name\":7}",
                "{\"room_name\":null}",
                "{\"room_name\":\" \"}",
                "{\"room_name\":\"a\\nb\"}",
                "{\"is_breakout\":\"false\"}",
                "{\"is_breakout\":true}",
                "{\"is_breakout\":true,\"breakout_room_id\":1}",
                "{\"occupant\":null}",
                "{\"occupant\":[]}",
                "{\"occupant\":{}}",
                "{\"occupant\":{\"occupant_jid\":\"a@x/r\"}}",
                "{\"occupant\":{\"occupant_jid\":\"a@x/r\",\"left_at\":\"1795431996\"}}",
                "{\"occupant\":{\"occupant_jid\":\"a@x/r\",\"left_at\":-1}}",
                "{\"occupant\":{\"occupant_jid\":\"a@x/r\",\"left_at\":1e300}}",
                "{\"occupant\":{\"occupant_jid\":\"a@x/r\",\"left_at\":1795431996,\"joined_at\":\"x\"}}",
                "{\"occupant\":{\"occupant_jid\":7,\"left_at\":1795431996}}",
            })
    void aFieldOfAnotherKindIsRefused(String fields) {
        var told = left().mergeIn(new JsonObject(fields));

        assertThat(prosody.post(PATH, told).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=iso-8859-1",
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/jsonp"
            })
    void aBodyOfAnotherTypeIsRefused(String type) {
        assertThat(prosody.send("POST", PATH, left().encode(), "Content-Type", type)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyIsInUtf8AndNotTooLong() {
        var head = "POST " + PATH + " HTTP/1.1\nHost: x\nConnection: close\nAuthorization: Bearer "
                + SharedNode.EVENTS_TOKEN + "\nContent-Type: application/json\nContent-Length: ";
        var latin = left().put("x", "é").encode();

        assertThat(RawHttp.ask(SharedNode.get(), head + latin.length(), latin).status())
                .isEqualTo(400);
        assertThat(prosody.post(PATH, left().put("x", "y".repeat(64 * 1024))).status())
                .isEqualTo(400);
        assertThat(prosody.post(PATH, left().put("x", "y".repeat(60 * 1024))).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"room_name\":",
                "[DESTROYED]",
                "DESTROYED,",
                "DESTROYED 7",
                "DESTROYED DESTROYED",
                "{\"all_occupants\":[DESTROYED]}",
            })
    void whatIsNotOneEventOfADestroyedRoomIsRefused(String body) {
        assertThat(prosody.send(
                                "POST",
                                DESTROYED,
                                body.replace("DESTROYED", destroyed().encode()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void ofADestroyedRoomOnlyItsListsMayBeLong() {
        assertThat(prosody.post(DESTROYED, destroyed().put("all_occupants", kibibytes(3_000)))
                        .status())
                .isEqualTo(204);
        assertThat(prosody.post(DESTROYED, destroyed().put("all_occupants", kibibytes(4_200)))
                        .status())
                .isEqualTo(400);
        assertThat(prosody.post(DESTROYED, destroyed().put("x", "y".repeat(64 * 1024)))
                        .status())
                .isEqualTo(400);
        assertThat(prosody.post(DESTROYED, destroyed().put("destroyed_at", "now"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anotherMethodIsToldWhichOneThereIs() {
        var answer = prosody.get(PATH);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    /** Somebody has left a room of no meeting. */
    private static JsonObject left() {
        return new JsonObject()
                .put("event_name", "muc-occupant-left")
                .put("room_name", "none-" + UUID.randomUUID())
                .put("is_breakout", false)
                .put(
                        "occupant",
                        new JsonObject()
                                .put("occupant_jid", "a1b2c3d4@x/r")
                                .put("left_at", Instant.now().getEpochSecond()));
    }

    private static JsonArray kibibytes(int count) {
        return new JsonArray(Collections.nCopies(count, "x".repeat(1024)));
    }

    private static JsonObject destroyed() {
        return new JsonObject()
                .put("event_name", "muc-room-destroyed")
                .put("room_name", "none-" + UUID.randomUUID())
                .put("destroyed_at", Instant.now().getEpochSecond());
    }

    private static double counted(String outcome) {
        return SharedNode.get().metric("gavel_jitsi_events_total{outcome=\"" + outcome + "\",source=\"event_sync\"}");
    }
}
