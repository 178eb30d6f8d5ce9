package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What being in Jitsi means for the people of a meeting. */
class MediaTest {
    private static final String ONE = "device01-1@x/r";
    private static final String TWO = "device02-1@x/r";

    private final long now = Instant.now().getEpochSecond();
    private final User guest = newUser();

    @Test
    void theTimeOfTwoDevicesIsCountedOnce() {
        var room = begunLongAgo();

        room.joined(ONE, guest.id(), now - 40);
        room.joined(TWO, guest.id(), now - 30);
        room.left(ONE, guest.id(), now - 40, now - 20);
        room.left(TWO, guest.id(), now - 30, now - 10);

        assertThat(room.participant(guest).getLong("mediaSeconds")).isEqualTo(30);
    }

    @Test
    void theTimeIsCutToTheMeeting() {
        var room = begunLongAgo();
        room.joined(ONE, guest.id(), now - 1000);

        room.meeting().host().put(room.meeting().path("/end"));
        room.left(ONE, guest.id(), now - 1000, now + 1000);

        assertThat(room.participant(guest).getLong("mediaSeconds")).isBetween(60L, 90L);
        assertThat(room.participant(guest).getBoolean("isInMedia")).isFalse();
    }

    @Test
    void whoMovesToABreakoutRoomStaysInMediaUntilThatIsGoneToo() {
        var room = begunLongAgo();
        room.joined(ONE, guest.id(), now - 40);

        room.left(ONE, guest.id(), now - 40, now - 20);
        room.tell("occupant/joined", inBreakout(room, "joined"), new JsonObject().put("joined_at", now - 20));
        var moved = room.participant(guest);
        room.tell(
                "room/destroyed",
                room.event("muc-room-destroyed")
                        .put("is_breakout", true)
                        .put("breakout_room_id", "b-1")
                        .put("destroyed_at", now - 10),
                new JsonObject());

        assertThat(moved.getBoolean("isInMedia")).isTrue();
        assertThat(room.participant(guest).getBoolean("isInMedia")).isFalse();
        assertThat(room.participant(guest).getLong("mediaSeconds")).isEqualTo(30);
    }

    @Test
    void whoIsInJitsiHoldsASeatAndNoLongerThanThat() {
        var second = newUser();
        var room = new JitsiRoom(HostedMeeting.of(HostedMeeting.body()
                        .put("maxParticipants", 1)
                        .put("participantUserIds", HostedMeeting.ids(guest, second)))
                .started());

        room.joined(ONE, guest.id(), now);
        var full = second.post(room.meeting().path("/join"));
        room.left(ONE, guest.id(), now, now + 1);

        assertThat(full.code()).isEqualTo("MEETING_FULL");
        assertThat(second.post(room.meeting().path("/join")).status()).isEqualTo(200);
    }

    @Test
    void whoComesIntoJitsiHasConfirmedTheJoin() {
        var room = begunLongAgo();
        guest.post(room.meeting().path("/join"));
        var before = isUnconfirmed(room);

        room.joined(ONE, guest.id(), now);

        assertThat(before).isEqualTo("true");
        assertThat(isUnconfirmed(room)).isEqualTo("false");
    }

    @Test
    void whoIsToldToHaveBeenInJitsiSinceTheJoinHasConfirmedIt() {
        var room = begunLongAgo();
        guest.post(room.meeting().path("/join"));
        room.left(ONE, guest.id(), now - 40, now - 20);
        var before = isUnconfirmed(room);

        var joined = Instant.now().getEpochSecond();
        room.left(ONE, guest.id(), joined, joined + 5);

        assertThat(before).isEqualTo("true");
        assertThat(room.participant(guest).getBoolean("isInMedia")).isFalse();
        assertThat(isUnconfirmed(room)).isEqualTo("false");
    }

    @Test
    void whoIsInJitsiWhenJoiningNeedNotConfirmIt() {
        var room = begunLongAgo();
        room.joined(ONE, guest.id(), now);

        guest.post(room.meeting().path("/join"));

        assertThat(isUnconfirmed(room)).isEqualTo("false");
    }

    @Test
    void whoIsInvitedWhileInJitsiIsInMediaAtOnce() {
        var room = new JitsiRoom(HostedMeeting.with().started());
        room.joined(ONE, guest.id(), now);

        room.meeting().invited(guest);

        assertThat(room.participant(guest).getBoolean("isInMedia")).isTrue();
    }

    @Test
    void whoIsInvitedAgainIsInMediaAsLongAsADeviceIs() {
        var room = begunLongAgo();
        room.joined(ONE, guest.id(), now);
        room.meeting().removed(guest);
        var removed = room.occupants();

        room.meeting().invited(guest);
        var stillIn = room.participant(guest);
        room.meeting().removed(guest);
        room.left(ONE, guest.id(), now, now + 1);
        room.meeting().invited(guest);

        assertThat(removed)
                .singleElement()
                .satisfies(one -> assertThat(one.getString("userId")).isNull());
        assertThat(stillIn.getBoolean("isInMedia")).isTrue();
        assertThat(room.participant(guest).getBoolean("isInMedia")).isFalse();
    }

    @Test
    void aMeetingThatIsOverTellsNothingMore() {
        var room = begunLongAgo();
        room.joined(ONE, guest.id(), now - 1);
        room.meeting().host().put(room.meeting().path("/end"));
        var told = room.meeting().eventNames();

        room.left(ONE, guest.id(), now - 1, now);
        room.joined(TWO, guest.id(), now);

        assertThat(room.meeting().eventNames()).isEqualTo(told).endsWith("meeting_ended");
        assertThat(room.occupants()).isEmpty();
    }

    @Test
    void aReservationThatIsGoneLeavesNobodyInTheRoomAndALateWordOfItHarmsNobody() {
        var room = begunLongAgo();
        var prosody = Prosody.at(SharedNode.get());
        var name = room.name();
        var first = Prosody.accepted(prosody.create(name), name);
        room.joined(ONE, guest.id(), now - 1);

        prosody.delete(first.id());
        await().untilAsserted(() -> assertThat(room.occupants()).isEmpty());
        Prosody.accepted(prosody.create(name), name);
        room.joined(TWO, guest.id(), now);
        prosody.delete(first.id());

        assertThat(room.occupants()).hasSize(1);
        assertThat(room.news()).containsExactly("occupant_joined", "occupant_left", "occupant_joined");
    }

    @Test
    void whoIsToldToHaveComeBeforeTheRoomWasGoneIsNotInIt() {
        var room = begunLongAgo();
        room.destroyed(now - 5);

        room.joined(ONE, guest.id(), now - 20);
        room.joined(TWO, guest.id(), now - 5);

        assertThat(room.occupants()).isEmpty();
        assertThat(room.news()).isEmpty();
        assertThat(room.participant(guest).getLong("mediaSeconds")).isEqualTo(15);
    }

    @Test
    void whoComesInTheSecondInWhichTheRoomCameAboutAnewIsInIt() {
        var room = begunLongAgo();
        room.joined(ONE, guest.id(), now - 20);

        room.destroyed(now - 5);
        room.created(now - 5);
        room.joined(TWO, guest.id(), now - 5);

        assertThat(room.occupants()).hasSize(1);
        assertThat(room.participant(guest).getBoolean("isInMedia")).isTrue();
    }

    private JitsiRoom begunLongAgo() {
        return new JitsiRoom(HostedMeeting.with(guest).started().earlier("started_at", Duration.ofSeconds(60)));
    }

    private JsonObject inBreakout(JitsiRoom room, String change) {
        return room.occupant(change, ONE, guest.id()).put("is_breakout", true).put("breakout_room_id", "b-1");
    }

    private String isUnconfirmed(JitsiRoom room) {
        return SharedNode.get()
                .value(
                        "SELECT is_unconfirmed FROM meeting_participant WHERE meeting_id = ? AND user_id = ?",
                        room.meeting().id(),
                        guest.id());
    }
}
