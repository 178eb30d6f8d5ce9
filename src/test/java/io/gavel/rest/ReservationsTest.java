package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.in;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.Prosody.accepted;
import static io.gavel.rest.Prosody.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rooms Jitsi may let come about, asked as its Prosody asks. */
class ReservationsTest {
    private static final Prosody PROSODY = Prosody.at(SharedNode.get());
    private static final Duration LONGEST = Duration.ofDays(1);

    @Test
    void theRoomOfAMeetingThatRunsMayComeAbout() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);

        var reserved = accepted(PROSODY.create(room, "b7c9@meet.example.org"), room);

        assertThat(reserved.data().fieldNames())
                .containsExactlyInAnyOrder("id", "name", "mail_owner", "start_time", "duration");
        assertThat(reserved.data().getString("name")).isEqualTo(room);
        assertThat(reserved.data().getString("mail_owner")).isEqualTo("b7c9@meet.example.org");
        assertThat(reserved.data().getString("start_time")).matches(WireFields.TIME);
        assertThat(reserved.expiry()).isAfter(Instant.now().plus(LONGEST));
    }

    @Test
    void aHostWhoCameLongBeforeTheStartIsNotRefusedAndNotThrownOut() {
        var meeting = HostedMeeting.of(body().put("scheduledAt", in(Duration.ofDays(300))))
                .started();
        var room = room(meeting);

        var reserved = accepted(PROSODY.create(room), room);

        assertThat(reserved.expiry())
                .isAfter(
                        Instant.parse(meeting.detail().getString("scheduledAt")).plus(LONGEST));
    }

    @Test
    void beforeTheFirstJoinTheRoomOpensWhenParticipantsMayCome() {
        var soon = room(HostedMeeting.of(
                body().put("scheduledAt", in(Duration.ofMinutes(9).plusSeconds(30)))));
        var later = HostedMeeting.of(
                body().put("scheduledAt", "2050-07-01T10:00:00.000Z").put("timeZone", "Europe/Berlin"));

        var reserved = accepted(PROSODY.create(soon), soon);
        var early = refused(PROSODY.create(room(later)), 403);

        assertThat(reserved.expiry()).isAfter(Instant.now().plus(LONGEST));
        assertThat(early).contains("Friday 1 July 2050 at 11:50 (Europe/Berlin)");
    }

    @ParameterizedTest
    @CsvSource({"true, This meeting was cancelled.", "false, This meeting has ended."})
    void aRoomDoesNotComeBackAfterItsMeetingIsOverThoughTokensAreValidStill(boolean cancel, String message) {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        var joined = guest.post(meeting.path("/join")).json();
        var before = accepted(PROSODY.create(joined.getString("roomName")), joined.getString("roomName"));
        PROSODY.delete(before.id());

        meeting = cancel ? meeting.cancelled() : meeting.ended();
        var again = refused(PROSODY.create(joined.getString("roomName")), 410);

        assertThat(Instant.parse(joined.getString("tokenExpiresAt"))).isAfter(Instant.now());
        assertThat(again).isEqualTo(message);
        assertThat(meeting.detail().getString("status")).isEqualTo(cancel ? "Cancelled" : "Completed");
    }

    @Test
    void aMeetingThatRunsHasItsRoomWhoeverIsAdmitted() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));
        var room = room(meeting);

        meeting.host().post(meeting.path("/leave"));
        meeting.removed(guest);

        accepted(PROSODY.create(room), room);
        assertThat(meeting.detail().getString("status")).isEqualTo("InProgress");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Interview_00000000000000000000",
                "6a1f7c9e-3f0c-4c5c-9d80-2d3a3a0f6a11",
                "__jicofo-health-check-1",
                "[acme]",
                "[acme][acme]room",
                "*",
                "zürich",
                "a room",
                "%_"
            })
    void aRoomOfNoMeetingDoesNotComeAbout(String room) {
        assertThat(refused(PROSODY.create(room), 404)).contains("no meeting in this room");
    }

    @Test
    void whoAsksAgainIsAnsweredTheSame() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);

        var first = PROSODY.create(room, "a@meet.example.org");
        var again = PROSODY.create(room, "a@meet.example.org");
        var elsewhere = Prosody.at(SecondNode.get()).create(room, "a@meet.example.org");
        var found = PROSODY.find(accepted(first, room).id());

        assertThat(again.status()).isEqualTo(first.status());
        assertThat(new JsonObject(again.body())).isEqualTo(new JsonObject(first.body()));
        assertThat(new JsonObject(elsewhere.body())).isEqualTo(new JsonObject(first.body()));
        assertThat(accepted(found, room.toLowerCase(Locale.ROOT)).data().put("name", room))
                .isEqualTo(new JsonObject(first.body()));
    }

    @Test
    void manyWhoAskAtOnceOnTwoNodesHaveOneReservation() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);
        var second = Prosody.at(SecondNode.get());

        var asked = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> (i % 2 == 0 ? PROSODY : second).create(room)))
                .toList();
        var ids = asked.stream().map(answer -> accepted(answer.join(), room).id());

        assertThat(ids.distinct()).hasSize(1);
        assertThat(value("count(*)", meeting)).isEqualTo("1");
    }

    @Test
    void aRoomIsOneWhateverItsCase() {
        var room = room(HostedMeeting.with().started());

        var lower = accepted(PROSODY.create(room.toLowerCase(Locale.ROOT)), room);
        var upper = accepted(PROSODY.create(room.toUpperCase(Locale.ROOT)), room);

        assertThat(upper.id()).isEqualTo(lower.id());
        assertThat(upper.data().getString("name")).isEqualTo(room.toUpperCase(Locale.ROOT));
    }

    @Test
    void belowATenantARoomIsAnotherOfTheSameMeeting() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);

        var plain = accepted(PROSODY.create(room), room);
        var tenant = accepted(PROSODY.create("[acme]" + room), "[acme]" + room);
        meeting.ended();

        assertThat(tenant.id()).isNotEqualTo(plain.id());
        refused(PROSODY.create("[acme]" + room), 410);
    }

    @Test
    void aRoomThatIsGoneIsWrittenDownAndEndsNoMeeting() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);
        var reserved = accepted(PROSODY.create(room), room);
        var events = meeting.eventNames();

        var gone = PROSODY.delete(reserved.id());
        var goneAt = value("gone_at", meeting);
        var repeated = Prosody.at(SecondNode.get()).delete(reserved.id());

        assertThat(gone.status()).isEqualTo(204);
        assertThat(repeated.status()).isEqualTo(204);
        assertThat(value("gone_by", meeting)).isEqualTo("127.0.0.1");
        assertThat(value("gone_at", meeting)).isEqualTo(goneAt);
        assertThat(meeting.detail().getString("status")).isEqualTo("InProgress");
        assertThat(meeting.eventNames()).isEqualTo(events);
        refused(PROSODY.find(reserved.id()), 404);
    }

    @Test
    void wordOfAnEarlierRoomSaysNothingOfItsSuccessor() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);
        var earlier = accepted(PROSODY.create(room), room);
        PROSODY.delete(earlier.id());

        var later = accepted(PROSODY.create(room), room);
        PROSODY.delete(earlier.id());

        assertThat(later.id()).isNotEqualTo(earlier.id());
        accepted(PROSODY.find(later.id()), room);
    }

    @Test
    void wordOfARoomThatWasNeverReservedIsRefused() {
        refused(PROSODY.delete("5f0c1d9e-8a53-4a0c-b1a5-7f6a4d1c2b3a"), 404);
        refused(PROSODY.delete("101.0"), 404);
        refused(PROSODY.find("none"), 404);
    }

    @Test
    void aMeetingThatIsOverIsNotFoundByItsReservationEither() {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);
        var reserved = accepted(PROSODY.create(room), room);

        meeting.ended();

        refused(PROSODY.find(reserved.id()), 410);
        assertThat(PROSODY.delete(reserved.id()).status()).isEqualTo(204);
    }

    @Test
    void whileTheDatabaseTakesItsTimeProsodyIsToldToAskAgain() throws SQLException {
        var meeting = HostedMeeting.with().started();
        var room = room(meeting);
        try (var slow = SharedNode.get().connect()) {
            slow.setAutoCommit(false);
            slow.createStatement().execute("SELECT FROM meeting WHERE id = " + meeting.id() + " FOR UPDATE");

            var unsure = refused(PROSODY.createOnce(room, "a@meet.example.org"), 503);

            assertThat(unsure).contains("try again in a minute");
            assertThat(SharedNode.get()
                            .value("SELECT count(*) > 0 FROM pg_stat_activity"
                                    + " WHERE wait_event_type = 'Lock' AND query LIKE '%FOR SHARE%'"))
                    .as("the node still waits for the database")
                    .isEqualTo("true");
        }

        accepted(PROSODY.create(room), room);
    }

    @Test
    void answersAreCounted() {
        var before = counted("not_found");

        PROSODY.create("nothing");

        assertThat(counted("not_found")).isGreaterThan(before);
        assertThat(counted("allowed_unsure")).isZero();
    }

    private static double counted(String answer) {
        return SharedNode.get().metric("gavel_jitsi_reservations_total{answer=\"" + answer + "\"}");
    }

    private static String room(HostedMeeting meeting) {
        return meeting.detail().getString("roomName");
    }

    private static String value(String column, HostedMeeting meeting) {
        return SharedNode.get()
                .value("SELECT " + column + " FROM jitsi_reservation WHERE meeting_id = ?", meeting.id());
    }
}
