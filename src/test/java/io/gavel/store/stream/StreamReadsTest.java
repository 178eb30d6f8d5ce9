package io.gavel.store.stream;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.bus.Addresses;
import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.Authorize;
import io.gavel.event.StreamRequests.CheckPositions;
import io.gavel.event.StreamRequests.KnowCaller;
import io.gavel.event.StreamRequests.ListEvents;
import io.gavel.event.StreamRequests.Listener;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.json.WireJson;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.meeting.MeetingRequests.RemoveParticipant;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.StoreNode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StreamReadsTest {
    private static final StoreNode NODE = StoreNode.start(StoreNode.database());
    private static final long NO_MEETING = 9_000_000_000_000L;
    private static final Caller HOST = caller("host");

    private final long meetingId = NODE.createMeeting(HOST, "guest", "removed").id();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void eachListenerIsAnsweredInItsPlace() {
        NODE.ask(Addresses.ADMIT_CALLER, new AdmitCaller(HOST, meetingId, null));
        NODE.ask(Addresses.REMOVE_PARTICIPANT, new RemoveParticipant(HOST, meetingId, "removed"));
        var epoch = epoch();

        var answers = NODE.ask(
                        Addresses.AUTHORIZE,
                        new Authorize(List.of(
                                new Listener(Topic.meeting(meetingId), "guest"),
                                new Listener(Topic.meeting(NO_MEETING), "guest"),
                                new Listener(Topic.meeting(meetingId), "removed"),
                                new Listener(Topic.meeting(meetingId), "host"),
                                new Listener(Topic.meeting(meetingId), "stranger"))))
                .authorizations();

        assertThat(answers)
                .containsExactly(
                        new Authorization(true, epoch, 2),
                        new Authorization(false, "", 0),
                        new Authorization(false, epoch, 2),
                        new Authorization(true, epoch, 2),
                        new Authorization(false, epoch, 2));
    }

    @Test
    void onlyPositionsThatAreNotThePresentOnesAreAnswered() {
        var other = NODE.createMeeting(HOST).id();
        var third = NODE.createMeeting(HOST).id();
        NODE.ask(Addresses.ADMIT_CALLER, new AdmitCaller(HOST, meetingId, null));
        var present = new Position(Topic.meeting(meetingId), epoch(), 1);

        var unchanged = NODE.ask(Addresses.CHECK_POSITIONS, new CheckPositions(List.of(present)));
        var changed = NODE.ask(
                        Addresses.CHECK_POSITIONS,
                        new CheckPositions(List.of(
                                new Position(Topic.meeting(meetingId), present.epoch(), 0),
                                new Position(Topic.meeting(other), "another", 0),
                                new Position(Topic.meeting(third), epoch(third), 0),
                                new Position(Topic.meeting(NO_MEETING), "any", 0))))
                .changed();

        assertThat(unchanged.changed()).isEmpty();
        assertThat(changed).containsExactlyInAnyOrder(present, new Position(Topic.meeting(other), epoch(other), 0));
    }

    @Test
    void eventsAreReadAsTheyAreStoredToTheByte() {
        var odd = "{ \"userId\" : \"\\u00e9\", \"b\":1.50,  \"a\":null }";
        store(1, odd);

        var slice = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meetingId), 0));

        assertThat(slice.epoch()).isEqualTo(epoch());
        assertThat(slice.head()).isEqualTo(1);
        assertThat(slice.floor()).isZero();
        assertThat(slice.events()).extracting(StreamEvent::payload).containsExactly(odd);
    }

    @Test
    void restAndBridgeGiveAnEventTheSameFieldsInTheSameOrder() {
        store(1, "{\"userId\":\"z\",\"userName\":\"Zoë\",\"isMuted\":true}");

        var event = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meetingId), 0))
                .events()
                .get(0);
        var page = NODE.ask(Addresses.LIST_EVENTS, new ListEvents(HOST, Topic.meeting(meetingId), 0, 10, null));

        assertThat(WireJson.encode(page.items().get(0))).isEqualTo(event.json(Topic.meeting(meetingId)));
    }

    @Test
    void ofLongEventsAReadTakesFewerAndNeverNone() {
        var half = "{\"text\":\"" + "x".repeat(600_000) + "\"}";
        var whole = "{\"text\":\"" + "x".repeat(2_000_000) + "\"}";
        store(1, half);
        store(2, half);
        store(3, half);
        store(4, whole);

        var first = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meetingId), 0));
        var last = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meetingId), 3));

        assertThat(first.events()).extracting(StreamEvent::seq).containsExactly(1L, 2L);
        assertThat(first.head()).isEqualTo(4);
        assertThat(last.events()).extracting(StreamEvent::seq).containsExactly(4L);
    }

    @Test
    void aReadTakesAtMostFiveHundredEventsAndTellsTheHeadAndWhatIsForgotten() {
        LongStream.rangeClosed(1, 3).forEach(seq -> store(seq, "{}"));
        NODE.execute(
                "INSERT INTO meeting_event (meeting_id, seq, type, body, at)"
                        + " SELECT ?, seq, 'any', '{}', now_ms() FROM generate_series(4, 600) seq",
                meetingId);
        NODE.execute("UPDATE meeting_stream SET seq = 600, floor_seq = 2 WHERE meeting_id = ?", meetingId);

        var first = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meetingId), 3));
        var last = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meetingId), 600));

        assertThat(first.events())
                .extracting(StreamEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(4, 503).boxed().toList());
        assertThat(first.head()).isEqualTo(600);
        assertThat(first.floor()).isEqualTo(2);
        assertThat(last.events()).isEmpty();
        assertThat(last.head()).isEqualTo(600);
    }

    @Test
    void eventsOfNoMeetingAreNotFound() {
        var problem = catchThrowableOfType(
                Problem.class, () -> NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(NO_MEETING), 0)));

        assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void aCallerIsKnownByItsNewestToken() {
        NODE.ask(Addresses.KNOW_CALLER, new KnowCaller(caller("newcomer")));

        assertThat(NODE.rows("SELECT name FROM app_user WHERE id = 'newcomer'")).containsExactly("Name of newcomer");
    }

    private void store(long seq, String body) {
        NODE.execute(
                "INSERT INTO meeting_event (meeting_id, seq, type, body, at) VALUES (?, ?, 'any', ?::json, now_ms())",
                meetingId,
                seq,
                body);
        NODE.execute("UPDATE meeting_stream SET seq = ? WHERE meeting_id = ?", seq, meetingId);
    }

    private String epoch() {
        return epoch(meetingId);
    }

    private static String epoch(long meeting) {
        return NODE.ask(Addresses.FIND_MEETING, new FindMeeting(HOST, meeting)).epoch();
    }
}
