package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is in Jitsi, told as event_sync tells it. */
class OccupantsTest {
    private final long now = Instant.now().getEpochSecond();

    @Test
    void whoIsInJitsiAloneIsShownSo() {
        var room = new JitsiRoom(HostedMeeting.with().started());
        var host = room.meeting().host().id();

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
    void whoIsInBeforeTheMeetingStartsIsToldWhenItStarts() {
        var meeting = HostedMeeting.with();
        var room = new JitsiRoom(meeting);
        room.joined("early001-1@x/r", meeting.host().id(), now - 40);
        room.joined("early002-1@x/r", null, now - 40);
        room.joined("early003-1@x/r", null, now - 40);
        room.left("early003-1@x/r", null, now - 40, now - 20);

        meeting.started();

        assertThat(meeting.eventNames()).containsExactly("meeting_started", "occupant_joined", "occupant_joined");
        assertThat(room.newsByDevice()).containsOnlyKeys("early001", "early002");
        assertThat(room.occupants()).hasSize(2);
        assertThat(room.host().getBoolean("isInMedia")).isTrue();
        assertThat(room.host().getLong("mediaSeconds")).isLessThan(20);
    }

    @Test
    void aGuestIsAnOccupantWithoutAUser() {
        var room = new JitsiRoom(HostedMeeting.with().started());

        room.joined("guest000-1@x/r", newUser().id(), now);

        assertThat(room.occupants()).singleElement().satisfies(one -> {
            assertThat(one.getString("userId")).isNull();
            assertThat(one.getString("name")).isEqualTo("Somebody");
        });
    }

    @Test
    void whatIsToldTwiceOrTooLateAddsNothing() {
        var room = new JitsiRoom(HostedMeeting.with().started());
        room.left("a1b2c3d4-e5@x/r", null, now - 5, now);

        room.joined("a1b2c3d4-e5@x/r", null, now - 5);
        room.joined("a1b2c3d4-e5@x/r", null, now - 5);

        assertThat(room.occupants()).isEmpty();
        assertThat(room.news()).isEmpty();
    }

    @Test
    void aPersonIsInUntilTheLastDeviceIsOutWhicheverNodeIsTold() {
        var room = new JitsiRoom(HostedMeeting.with().started());
        var host = room.meeting().host().id();
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
        var room = new JitsiRoom(HostedMeeting.with().started());
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
        var room = new JitsiRoom(HostedMeeting.with().started());
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
    void aLargeRoomThatIsDestroyedIsEmptyToo() {
        var room = new JitsiRoom(HostedMeeting.with().started());
        room.joined("gone0001-1@x/r", null, now);
        var stays = new JsonArray();
        for (int i = 0; i < 5_000; i++) {
            stays.add(new JsonObject()
                    .put("occupant_jid", UUID.randomUUID() + "@guest.meet.example.com/resource")
                    .put("event_name", "muc-room-created")
                    .put("avatar", "https://example.com/" + "a".repeat(200))
                    .put("joined_at", now));
        }

        var told = room.tell(
                "room/destroyed",
                new JsonObject()
                        .put("all_occupants", stays)
                        .mergeIn(room.event("muc-room-destroyed").put("destroyed_at", now + 1)),
                new JsonObject());

        assertThat(told).isEqualTo(204);
        assertThat(room.occupants()).isEmpty();
    }

    @Test
    void anUnknownRoomIsTakenAndABadBodyOrAStrangerIsRefused() {
        var room = new JitsiRoom(HostedMeeting.with().started());
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
        assertThat(room.meeting().host().post(path, unknown).status()).isEqualTo(401);
    }
}
