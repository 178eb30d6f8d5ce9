package io.gavel.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.history.Entry.Numbered;
import io.gavel.history.Entry.ShownPerson;
import io.gavel.history.StoredMeeting.StoredCommand;
import io.gavel.history.StoredMeeting.StoredEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises to who joins, comes back, or has no business here; one line of a good history is spoilt in each. */
class SpoiledHistoryTest {
    private static final String CANARY = "canary-7";
    private static final Instant END = Instant.parse("2026-11-22T12:00:00Z");

    private final Recording recording = new Recording();

    @BeforeEach
    void record() {
        recording.commit("meeting_started", "");
        recording.joins("ada");
        recording.joins("bob");
        recording.commands("ada", "a-1", "meeting_audio_status", "user_audio_status");
        recording.isLost("bob");
        recording.commandsTwice("ada", "a-2", "meeting_hand_raised", "user_hand_raised");
        recording.comesBack("bob");
        recording.commands("bob", "b-1", "meeting_video_status", "user_video_status");
        assertThat(recording.judged().isGreen()).isTrue();
    }

    @Test
    void whatTheClientHadWhenItConnectedMustNotComeAgain() {
        var known = recording.delivery("bob", 4);
        var last = recording.entries.size() - 4;

        recording.entries.add(
                last, new Entry.Delivered(known.nanos(), "bob", "bob-2", Recording.MEETING, 4, known.text()));

        assertViolated(Invariant.STREAM_WITHOUT_GAPS, "event 4 comes again, which the client had when it connected");
    }

    @Test
    void anotherEpochNeedsAReset() {
        recording.replace(recording.entries, returnOfBob(), entry -> synced((Entry.Synced) entry, "other", null));

        assertViolated(Invariant.STREAM_WITHOUT_GAPS, "another epoch than epoch without a reset");
    }

    @Test
    void acknowledgementOfWhatIsNoEventIsFound() {
        recording.replace(recording.entries, recording.acknowledgement("b-1"), SpoiledHistoryTest::laterOn);
        recording.replace(recording.commands, recording.stored("b-1"), row -> new StoredCommand(row.key(), 99L));

        assertViolated(Invariant.ACKNOWLEDGED_ONCE, "was acknowledged as 99, which is no event of the database");
    }

    @Test
    void answerToWhatNobodyAskedIsFound() {
        recording.entries.add(new Entry.Acknowledged(1, "ada", "ada", Recording.MEETING, "never", 4L));

        assertViolated(Invariant.ANSWER_TELLS_THE_PLACE, "an answer to what nobody asked");
    }

    @Test
    void repeatThatIsAnsweredOtherwiseIsFound() {
        recording.entries.add(laterOn(recording.acknowledgement("a-2")));

        assertViolated(Invariant.ANSWER_TELLS_THE_PLACE, "a repeat is answered otherwise than before");
    }

    @Test
    void snapshotWithAnotherRosterIsFound() {
        recording.replace(
                recording.entries, returnOfBob(), entry -> synced((Entry.Synced) entry, "epoch", List.of("bob")));

        assertViolated(Invariant.ROSTER, "shows [bob], the stream up to there [ada, bob]");
    }

    @Test
    void snapshotThatIsOlderThanTheJoinIsFound() {
        var join = recording.entries.stream()
                .filter(entry ->
                        entry instanceof Entry.Synced synced && synced.user().equals("bob"))
                .findFirst()
                .orElseThrow();

        var own = recording.delivery("ada", 3);

        recording.entries.add(
                recording.entries.indexOf(join) + 1,
                new Entry.Delivered(own.nanos(), "bob", "bob-1", Recording.MEETING, 3, own.text()));
        recording.replace(recording.entries, join, entry -> older((Entry.Synced) entry));

        assertViolated(Invariant.ROSTER, "the snapshot at 2 is older than its own reader's join");
    }

    @Test
    void snapshotShowsWhatTheEventsUpToItTell() {
        show(new ShownPerson("ada", false, false, false, true), new ShownPerson("bob", true, false, false, false));

        assertThat(recording.judged().isGreen()).isTrue();
    }

    @Test
    void snapshotThatHasMissedAnEventIsFound() {
        show(new ShownPerson("ada", false, false, false, false), new ShownPerson("bob", true, false, false, false));

        assertViolated(Invariant.SNAPSHOT_IS_THE_FOLD, "the snapshot at 5 shows");
    }

    @Test
    void whoeverWasRemovedHearsOfThatAndOfNothingAfterIt() {
        recording.inside.remove("bob");
        recording.commit("participant_removed", "bob");
        assertThat(recording.judged().isGreen()).as("%s", recording.judged()).isTrue();

        recording.commands("ada", "a-3", "meeting_hand_lowered", "user_hand_lowered");

        assertViolated(Invariant.NOTHING_TO_STRANGERS, "event 8 comes to who was removed by event 7");
    }

    @Test
    void whoeverIsInvitedAgainHearsAgain() {
        recording.inside.remove("bob");
        recording.commit("participant_removed", "bob");
        recording.commit("participant_invited", "bob");
        recording.entries.remove(recording.delivery("bob", 8));
        recording.entries.add(gapOfBob());

        recording.commands("ada", "a-3", "meeting_hand_lowered", "user_hand_lowered");

        assertThat(recording.judged().isGreen()).as("%s", recording.judged()).isTrue();
    }

    @Test
    void wordOfAMeetingThatIsHeardElsewhereIsFound() {
        recording.entries.add(new Entry.Planted(1, "ada", Recording.MEETING, CANARY));
        recording.entries.add(new Entry.Overheard(2, "ada", "ada", "so said " + CANARY));
        assertThat(recording.judged().isGreen()).isTrue();

        recording.entries.add(new Entry.Overheard(3, "eve", "eve", "so said " + CANARY));

        assertViolated(Invariant.NOTHING_TO_STRANGERS, "eve hears of meeting 7: " + CANARY);
    }

    @Test
    void tokenOfLaterThanTheEndIsFound() {
        recording.inside.clear();
        recording.commit("meeting_ended", "");
        var ended = recording.events.get(recording.events.size() - 1);
        recording.replace(recording.events, ended, event -> told(event, END));
        recording.entries.removeIf(entry -> entry instanceof Entry.Delivered told && told.seq() == ended.seq());
        recording.isGone("ada");
        recording.isGone("bob");
        recording.entries.add(issued(END.getEpochSecond()));
        assertThat(recording.judged().isGreen()).as("%s", recording.judged()).isTrue();

        recording.entries.add(issued(END.getEpochSecond() + 1));

        assertViolated(Invariant.NO_TOKEN_AFTER_THE_END, "for a meeting that ended at 2026-11-22T12:00:00Z");
    }

    private static StoredEvent told(StoredEvent event, Instant at) {
        return new StoredEvent(event.seq(), event.type(), "{\"at\":\"" + at + "\"}", event.user());
    }

    private static Entry issued(long iat) {
        return new Entry.Issued(1, "ada", "ada", Recording.MEETING, iat);
    }

    private void show(ShownPerson... people) {
        recording.entries.add(new Entry.Shown(1, "bob", Recording.MEETING, 5, List.of(people)));
    }

    /** An answer that brings event 8, which did not come live. */
    private Entry gapOfBob() {
        var event = recording.events.get(7);
        var missed = List.of(new Numbered(8, event.text()));
        return new Entry.Synced(
                1, "bob", "bob", "bob-2", Recording.MEETING, 7L, 8, "epoch", false, false, missed, null);
    }

    private Entry returnOfBob() {
        return recording.entries.stream()
                .filter(Entry.Synced.class::isInstance)
                .filter(entry -> ((Entry.Synced) entry).from() != null)
                .findFirst()
                .orElseThrow();
    }

    private static Entry.Synced synced(Entry.Synced of, String epoch, @Nullable List<String> inside) {
        return new Entry.Synced(
                of.nanos(),
                of.client(),
                of.user(),
                of.connection(),
                of.meetingId(),
                of.from(),
                of.to(),
                epoch,
                of.reset(),
                of.more(),
                of.events(),
                inside);
    }

    private static Entry older(Entry.Synced of) {
        return new Entry.Synced(
                of.nanos(),
                of.client(),
                of.user(),
                of.connection(),
                of.meetingId(),
                null,
                of.to() - 1,
                of.epoch(),
                false,
                false,
                List.of(),
                List.of("ada"));
    }

    private static Entry laterOn(Entry entry) {
        var of = (Entry.Acknowledged) entry;
        return new Entry.Acknowledged(of.nanos(), of.client(), of.user(), of.meetingId(), of.eventId(), 99L);
    }

    private void assertViolated(Invariant invariant, String first) {
        var verdict = recording.judged();

        assertThat(verdict.violated()).as("%s", verdict).containsExactly(invariant);
        assertThat(verdict.violations().get(0).first()).contains(first);
    }
}
