package io.gavel.store.stream;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.bus.Addresses;
import io.gavel.config.DatabaseUrl;
import io.gavel.event.Committed;
import io.gavel.event.MeetingEvent;
import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.Topic;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingRequests.CancelMeeting;
import io.gavel.meeting.MeetingRequests.EndMeeting;
import io.gavel.meeting.MeetingRequests.InviteParticipants;
import io.gavel.meeting.Repeatable;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.StoreNode;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static final String DATABASE = StoreNode.database();
    private static final StoreNode NODE = StoreNode.start(DATABASE);
    private static final AtomicInteger USERS = new AtomicInteger();

    private final String host = "host-" + USERS.incrementAndGet();
    private final String guest = "guest-" + USERS.incrementAndGet();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void aChangeTellsItsEventsAsTheyAreStored() {
        var meeting = NODE.createMeeting(caller(host), guest);

        NODE.ask(Addresses.ADMIT_CALLER, new AdmitCaller(caller(host), meeting.id(), null));
        NODE.ask(Addresses.END_MEETING, new EndMeeting(caller(host), meeting.id()));

        var stored = NODE.ask(Addresses.READ_EVENTS, new ReadEvents(Topic.meeting(meeting.id()), 0));
        await().untilAsserted(() ->
                assertThat(told(meeting.id())).flatExtracting(Committed::events).isEqualTo(stored.events()));
        assertThat(stored.events()).extracting(StreamEvent::type).containsExactly("meeting_started", "meeting_ended");
        assertThat(told(meeting.id()))
                .allSatisfy(one -> assertThat(stored.epoch()).startsWith(one.streamEpoch() + "."));
    }

    @Test
    void aRefusedChangeTellsNothing() {
        var meeting = NODE.createMeeting(caller(host), guest);

        var refused = catchThrowableOfType(
                Problem.class, () -> NODE.ask(Addresses.END_MEETING, new EndMeeting(caller(host), meeting.id())));
        NODE.ask(Addresses.CANCEL_MEETING, new CancelMeeting(caller(host), meeting.id(), null));

        assertThat(refused.code()).isEqualTo(Code.INVALID_TRANSITION);
        await().untilAsserted(() -> assertThat(told(meeting.id())).hasSize(1));
        assertThat(told(meeting.id()).get(0).events())
                .extracting(StreamEvent::type)
                .containsExactly("meeting_cancelled");
    }

    @Test
    void invitationsAndCancellationsTellWhomTheyNotify() {
        var meeting = NODE.createMeeting(caller(host), guest);
        var late = "late-" + USERS.incrementAndGet();

        NODE.ask(
                Addresses.INVITE_PARTICIPANTS,
                new InviteParticipants(caller(host), meeting.id(), List.of(late, guest), null));
        NODE.ask(Addresses.CANCEL_MEETING, new CancelMeeting(caller(host), meeting.id(), null));

        await().untilAsserted(() -> assertThat(NODE.notified)
                .filteredOn(
                        one -> one.userIds().contains(guest) || one.userIds().contains(late))
                .containsExactly(
                        new UsersNotified(List.of(guest)),
                        new UsersNotified(List.of(late)),
                        new UsersNotified(List.of(guest, late))));
        assertThat(NODE.notified).noneMatch(one -> one.userIds().contains(host));
    }

    @Test
    void aRepeatThatIsAnsweredFromTheFirstTellsNothing() {
        var meeting = NODE.createMeeting(caller(host));
        var once = new Repeatable("POST", "/api/meeting/" + meeting.id() + "/participants", "key", "hash");
        var invite = new InviteParticipants(caller(host), meeting.id(), List.of(guest), once);

        NODE.ask(Addresses.INVITE_PARTICIPANTS, invite);
        NODE.ask(Addresses.INVITE_PARTICIPANTS, invite);
        NODE.ask(Addresses.CANCEL_MEETING, new CancelMeeting(caller(host), meeting.id(), null));

        await().untilAsserted(() -> assertThat(told(meeting.id()))
                .flatExtracting(Committed::events)
                .extracting(StreamEvent::type)
                .containsExactly("participant_invited", "meeting_cancelled"));
    }

    @Test
    void theRunThatADeadlockUndidIsNotTold() {
        var meeting = NODE.createMeeting(caller(host));
        var runs = new AtomicInteger();

        var told = changing(
                meeting,
                locked -> locked.append(List.of(MeetingEvent.recordingAdded(runs.incrementAndGet())))
                        .compose(appended -> runs.get() == 1 ? deadlock(locked) : Future.succeededFuture()));

        assertThat(runs).hasValue(2);
        assertThat(told).flatExtracting(Committed::events).hasSize(1).allSatisfy(event -> {
            assertThat(event.seq()).isEqualTo(1);
            assertThat(event.payload()).isEqualTo("{\"recordingId\":2}");
        });
    }

    /** A constraint that is checked at COMMIT stands for whatever may fail there. */
    @Test
    void aCommitThatFailsTellsNothing() {
        var meeting = NODE.createMeeting(caller(host));
        NODE.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'refused at commit'; END $$");
        NODE.execute("CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON meeting_event DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW WHEN (new.meeting_id = %d) EXECUTE FUNCTION refuse()".formatted(meeting.id()));

        var told = changing(meeting, locked -> locked.append(List.of(MeetingEvent.recordingAdded(1))));

        assertThat(told).isEmpty();
        assertThat(NODE.rows("SELECT seq FROM meeting_stream WHERE meeting_id = ?", meeting.id()))
                .containsExactly("0");
    }

    /** What is told of a change that succeeds or fails. */
    private List<Committed> changing(Meeting meeting, Function<LockedMeeting, Future<Void>> change) {
        var vertx = Vertx.vertx();
        var told = new ArrayList<Committed>();
        var changed = vertx.<Void>executeBlocking(() -> null).compose(started -> {
            var database = Database.open(vertx, DatabaseUrl.parse(DATABASE), 1);
            var writes = new MeetingWrites(new Commits(database, told::add, notified -> {}));
            return writes.change(caller(host), meeting.id(), change)
                    .otherwiseEmpty()
                    .eventually(database::close);
        });
        StoreNode.await(changed);
        StoreNode.await(vertx.close());
        return told;
    }

    private static Future<Void> deadlock(LockedMeeting locked) {
        Statement<Row> deadlock = Statement.update("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$");
        return deadlock.on(locked.connection()).count().mapEmpty();
    }

    private static List<Committed> told(long meetingId) {
        return NODE.committed.stream()
                .filter(one -> one.topic().equals(Topic.meeting(meetingId)))
                .toList();
    }
}
