package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is in Jitsi when some of what happened there is told late, or never. */
class LostWordsTest {
    private static final String ONE = "device01-1@x/r";
    private static final String TWO = "device02-1@x/r";

    private final long now = Instant.now().getEpochSecond();
    private final User guest = newUser();
    private final JitsiRoom room =
            new JitsiRoom(HostedMeeting.with(guest).started().earlier("started_at", Duration.ofSeconds(60)));

    @Test
    void whoWasInARoomThatComesAboutAnewIsOutAndWhoComesBackIsInOnce() {
        room.joined(ONE, guest.id(), now - 40);
        room.tell("occupant/joined", inBreakout("joined", TWO), new JsonObject().put("joined_at", now - 40));

        room.created(now - 5);
        var left = room.participant(guest);
        room.joined("device03-1@x/r", guest.id(), now - 5);

        assertThat(left.getBoolean("isInMedia")).isFalse();
        assertThat(left.getLong("mediaSeconds")).isEqualTo(35);
        assertThat(room.occupants()).hasSize(1);
        assertThat(room.newsByDevice().get("device01")).containsExactly("occupant_joined", "occupant_left");
        assertThat(room.newsByDevice().get("device02")).containsExactly("occupant_joined", "occupant_left");
        assertThat(room.newsByDevice().get("device03")).containsExactly("occupant_joined");
    }

    @Test
    void whoIsToldToHaveComeBeforeTheRoomCameAboutAnewIsNotInIt() {
        room.created(now - 5);

        room.joined(ONE, guest.id(), now - 20);
        room.joined(TWO, null, now - 5);

        assertThat(room.occupants()).hasSize(1);
        assertThat(room.participant(guest).getLong("mediaSeconds")).isEqualTo(15);
    }

    @Test
    void aBreakoutRoomThatComesAboutIsNotTheMainRoom() {
        room.joined(ONE, guest.id(), now - 40);
        room.tell("occupant/joined", inBreakout("joined", TWO), new JsonObject().put("joined_at", now - 40));

        room.tell("room/created", breakout("muc-room-created").put("created_at", now - 5), new JsonObject());
        room.joined("device03-1@x/r", null, now - 10);

        assertThat(room.occupants())
                .extracting(one -> one.getString("occupantId"))
                .containsExactly("device01", "device03");
    }

    @Test
    void anEndThatIsToldIsBetterThanOneThatWasGuessed() {
        room.joined(ONE, guest.id(), now - 40);
        room.created(now + 60);

        room.left(ONE, guest.id(), now - 40, now + 30);

        assertThat(SharedNode.get()
                        .value(
                                "SELECT extract(epoch FROM left_at)::bigint FROM jitsi_occupant WHERE meeting_id = ?",
                                room.meeting().id()))
                .isEqualTo(String.valueOf(now + 30));
    }

    @Test
    void whoLeavesAStayOfWhichNothingWasToldIsNotInTheOneBefore() {
        room.joined(ONE, guest.id(), now - 40);

        var left = inBreakout("left", ONE);
        room.tell(
                "occupant/left",
                left,
                new JsonObject().put("joined_at", now - 30).put("left_at", now - 10));

        assertThat(room.occupants()).isEmpty();
        assertThat(room.participant(guest).getLong("mediaSeconds")).isEqualTo(30);
    }

    @Test
    void whoIsBackBeforeTheLeavingIsToldIsIn() {
        room.joined(ONE, guest.id(), now - 10);

        room.tell("occupant/left", inBreakout("left", ONE), new JsonObject().put("left_at", now - 10));

        assertThat(room.occupants()).hasSize(1);
    }

    @Test
    void theRoomBeforeMayBeToldToBeGoneAfterTheNextOneWasEntered() {
        room.joined(ONE, guest.id(), now - 40);
        room.created(now - 5);
        room.joined(TWO, guest.id(), now - 5);

        room.destroyed(now - 5);

        assertThat(room.occupants())
                .singleElement()
                .satisfies(one -> assertThat(one.getString("occupantId")).isEqualTo("device02"));
    }

    private JsonObject inBreakout(String change, String jid) {
        return room.occupant(change, jid, guest.id()).mergeIn(breakout("muc-occupant-" + change));
    }

    private JsonObject breakout(String name) {
        return room.event(name).put("is_breakout", true).put("breakout_room_id", "b-1");
    }
}
