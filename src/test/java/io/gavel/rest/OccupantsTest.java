package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is in Jitsi, told as event_sync tells it. */
class OccupantsTest {
    private final long now = Instant.now().getEpochSecond();

    @Test
    void whoIsInJitsiAloneIsShownSo() {
        var room = new Room(HostedMeeting.with().started());
        var host = room.meeting.host().id();

        var told = room.joined("a1b2c3d4-e5@x/r", host, now);

        assertThat(told).isEqualTo(204);
        assertThat(room.host().getBoolean("isInMedia")).isTrue();
        assertThat(room.host().getBoolean("viaJitsiOnly")).isTrue();
        assertThat(room.occupants()).singleElement().satisfies(one -> {
            assertThat(one.getString("occupantId")).isEqualTo("a1b2c3d4");
            assertThat(one.getString("userId")).isEqualTo(host);
        });
    }

    @Test
    void aGuestIsAnOccupantWithoutAUser() {
        var room = new Room(HostedMeeting.with().started());

        room.joined("guest000-1@x/r", newUser().id(), now);

        assertThat(room.occupants()).singleElement().satisfies(one -> {
            assertThat(one.getString("userId")).isNull();
            assertThat(one.getString("name")).isEqualTo("Somebody");
        });
    }

    @Test
    void whatIsToldTwiceOrTooLateAddsNothing() {
        var room = new Room(HostedMeeting.with().started());
        room.left("a1b2c3d4-e5@x/r", null, now - 5, now);

        room.joined("a1b2c3d4-e5@x/r", null, now - 5);
        room.joined("a1b2c3d4-e5@x/r", null, now - 5);

        assertThat(room.occupants()).isEmpty();
        assertThat(room.news()).isEmpty();
    }

    @Test
    void aPersonIsInUntilTheLastDeviceIsOutWhicheverNodeIsTold() {
        var room = new Room(HostedMeeting.with().started());
        var host = room.meeting.host().id();
        room.joined("device01-1@x/r", host, now);
        room.at(SecondNode.get()).joined("device02-1@x/r", host, now);

        room.left("device01-1@x/r", host, now, now + 1);

        assertThat(room.host().getBoolean("isInMedia")).isTrue();
        room.at(SecondNode.get()).left("device02-1@x/r", host, now, now + 1);
        assertThat(room.host().getBoolean("isInMedia")).isFalse();
        assertThat(room.news()).containsExactly("occupant_joined", "occupant_joined", "occupant_left", "occupant_left");
    }

    @Test
    void whoMovesToABreakoutRoomBeforeLeavingIsInAllTheTime() {
        var room = new Room(HostedMeeting.with().started());
        room.joined("mover001-1@x/r", null, now);

        room.tell(
                "occupant/joined",
                room.occupant("joined", "mover001-1@x/r", null)
                        .put("is_breakout", true)
                        .put("breakout_room_id", "b-1"),
                new JsonObject().put("joined_at", now + 1));
        room.left("mover001-1@x/r", null, now, now + 1);

        assertThat(room.occupants()).hasSize(1);
        assertThat(room.news()).containsExactly("occupant_joined");
    }

    @Test
    void aDestroyedRoomIsEmpty() {
        var room = new Room(HostedMeeting.with().started());
        room.joined("gone0001-1@x/r", null, now);
        room.joined("gone0002-1@x/r", null, now);

        room.tell(
                "room/destroyed",
                room.event("muc-room-destroyed").put("destroyed_at", now + 1).put("all_occupants", new JsonObject()),
                new JsonObject());

        assertThat(room.occupants()).isEmpty();
        assertThat(room.news()).containsExactly("occupant_joined", "occupant_joined", "occupant_left", "occupant_left");
    }

    @Test
    void anUnknownRoomIsTakenAndABadBodyOrAStrangerIsRefused() {
        var room = new Room(HostedMeeting.with().started());
        var bearer = User.withToken(SharedNode.get().url(), "jitsi", SharedNode.EVENTS_TOKEN);
        var path = "/jitsi/events/room/created";
        var unknown = new JsonObject()
                .put("event_name", "muc-room-created")
                .put("room_name", "none-" + UUID.randomUUID())
                .put("created_at", now);

        assertThat(bearer.post(path, unknown).status()).isEqualTo(204);
        assertThat(bearer.send("POST", path, "{").status()).isEqualTo(400);
        assertThat(bearer.send("POST", path, "{}", "Content-Type", "text/plain").status())
                .isEqualTo(400);
        assertThat(bearer.post(path, unknown.copy().put("created_at", "now")).status())
                .isEqualTo(400);
        assertThat(bearer.post(path, unknown.copy().put("x", "y".repeat(70_000)))
                        .status())
                .isEqualTo(400);
        assertThat(room.meeting.host().post(path, unknown).status()).isEqualTo(401);
    }

    /** The meeting's room, of which a node is told. */
    private record Room(HostedMeeting meeting, RunningNode node) {
        Room(HostedMeeting meeting) {
            this(meeting, SharedNode.get());
        }

        Room at(RunningNode other) {
            return new Room(meeting, other);
        }

        JsonObject event(String name) {
            return new JsonObject()
                    .put("event_name", name)
                    .put("room_name", meeting.detail().getString("roomName"))
                    .put("is_breakout", false);
        }

        JsonObject occupant(String change, String jid, @Nullable String userId) {
            var occupant = new JsonObject()
                    .put("occupant_jid", jid)
                    .put("name", "Somebody")
                    .put("id", userId);
            return event("muc-occupant-" + change).put("occupant", occupant);
        }

        int joined(String jid, @Nullable String userId, long at) {
            return tell("occupant/joined", occupant("joined", jid, userId), new JsonObject().put("joined_at", at));
        }

        int left(String jid, @Nullable String userId, long joinedAt, long at) {
            return tell(
                    "occupant/left",
                    occupant("left", jid, userId),
                    new JsonObject().put("joined_at", joinedAt).put("left_at", at));
        }

        int tell(String path, JsonObject event, JsonObject times) {
            var occupant = event.getJsonObject("occupant");
            if (occupant != null) {
                occupant.mergeIn(times);
            }
            return User.withToken(node.url(), "jitsi", SharedNode.EVENTS_TOKEN)
                    .post("/jitsi/events/" + path, event)
                    .status();
        }

        List<JsonObject> occupants() {
            return meeting.detail().getJsonArray("occupants").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }

        JsonObject host() {
            return MeetingView.participant(meeting.host(), "/api/meeting/" + meeting.id(), meeting.host());
        }

        List<String> news() {
            return MeetingView.eventNames(meeting.host(), "/api/meeting/" + meeting.id()).stream()
                    .filter(name -> name.startsWith("occupant_"))
                    .toList();
        }
    }
}
