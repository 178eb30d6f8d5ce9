package io.gavel.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.history.StoredMeeting.StoredCommand;
import io.gavel.history.StoredMeeting.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good history passes, and each way to spoil it is found and called by its name. */
class HistoryCheckerTest {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Recording recording = good();

    @Test
    void goodHistoryPasses() {
        var verdict = recording.judged();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.count("Acknowledged")).isEqualTo(5);
        assertThat(verdict.count("Unknown")).isEqualTo(1);
        assertThat(verdict.count("Refused")).isEqualTo(1);
        assertThat(verdict.count("Lost")).isEqualTo(1);
        assertThat(verdict.count("events")).isEqualTo(recording.events.size());
    }

    @Test
    void keptHistoryIsJudgedAsBefore(@TempDir Path folder) throws IOException {
        var file = folder.resolve("history.jsonl");
        recording.entries.remove(recording.delivery("ada", 5));
        recording.history().write(file);

        var read = History.read(file);

        assertThat(read.entries()).isEqualTo(recording.entries);
        assertThat(HistoryChecker.judge(read, List.of(recording.meeting()))).isEqualTo(recording.judged());
    }

    @Test
    void droppedDeliveryIsAGap() {
        recording.entries.remove(recording.delivery("ada", 5));

        assertViolated(Invariant.STREAM_WITHOUT_GAPS, "never got event 5, but 6");
    }

    @Test
    void eventMissingFromTheAnswerOfAJoinIsAGap() {
        recording.replace(recording.entries, returnOfBob(), entry -> {
            var synced = (Entry.Synced) entry;
            return new Entry.Synced(
                    synced.nanos(),
                    synced.client(),
                    synced.user(),
                    synced.connection(),
                    synced.meetingId(),
                    synced.from(),
                    synced.to(),
                    synced.epoch(),
                    synced.reset(),
                    synced.more(),
                    synced.events().subList(1, synced.events().size()),
                    synced.inside());
        });

        assertViolated(Invariant.STREAM_WITHOUT_GAPS, "the answer has event");
    }

    @Test
    void swappedDeliveriesGoBack() {
        var first = recording.entries.indexOf(recording.delivery("ada", 5));
        var second = recording.entries.indexOf(recording.delivery("ada", 6));

        Collections.swap(recording.entries, first, second);

        assertViolated(Invariant.STREAM_WITHOUT_GAPS, "event 5 comes after 6 on one connection");
    }

    @Test
    void doubledDeliveryRepeatsOnOneConnection() {
        var delivery = recording.delivery("ada", 5);

        recording.entries.add(recording.entries.indexOf(delivery) + 1, delivery);

        assertViolated(Invariant.STREAM_WITHOUT_GAPS, "event 5 comes after 5 on one connection");
    }

    @Test
    void anotherByteIsAPhantom() {
        recording.replace(recording.entries, recording.delivery("ada", 5), entry -> {
            var delivered = (Entry.Delivered) entry;
            return delivery(delivered, delivered.seq(), delivered.text().replace("\"userId\":\"b", "\"userId\":\"B"));
        });

        assertViolated(Invariant.NO_PHANTOM, "event 5 is in the database as");
    }

    @Test
    void eventThatIsNowhereIsAPhantom() {
        var last = recording.delivery("ada", recording.events.size());

        recording.entries.add(delivery(last, last.seq() + 1, "{}"));

        assertViolated(Invariant.NO_PHANTOM, "is not in the database");
    }

    @Test
    void acknowledgedCommandThatIsMissingIsLost() {
        var lost = recording.stored("a-2");
        recording.commands.remove(lost);

        assertThat(recording.judged().violated()).containsExactly(Invariant.ACKNOWLEDGED_ONCE);
        assertThat(first(Invariant.ACKNOWLEDGED_ONCE)).contains("a-2").contains("is not in the database");
    }

    @Test
    void commandThatIsTwiceInTheDatabaseWasAppliedTwice() {
        recording.commit("user_hand_raised", "ada");

        assertViolated(Invariant.ACKNOWLEDGED_ONCE, "or of one that was applied twice");
    }

    @Test
    void commandThatWasRefusedAndAppliedIsFound() {
        recording.commit("user_audio_status", "ada");
        recording.commands.add(new StoredCommand(new Entry.Key("ada", "refused"), (long) recording.events.size()));

        assertViolated(Invariant.ACKNOWLEDGED_ONCE, "was refused with FORBIDDEN and is in the database");
    }

    @Test
    void answerWithAnotherPlaceIsFound() {
        recording.replace(
                recording.entries, recording.acknowledgement("a-2"), entry -> acknowledged(entry, entry.nanos(), 1));

        assertViolated(Invariant.ANSWER_TELLS_THE_PLACE, "was acknowledged as 1, the database has it as");
    }

    @Test
    void commandBeforeWhatWasAcknowledgedEarlierViolatesRealTime() {
        recording.commands("ada", "a-4", "meeting_audio_status", "user_audio_status");
        var first = recording.acknowledgement("a-1");
        var second = recording.acknowledgement("a-4");
        recording.replace(recording.entries, first, entry -> acknowledged(entry, entry.nanos(), place(second)));
        recording.replace(recording.entries, second, entry -> acknowledged(entry, entry.nanos(), place(first)));
        swapStored("a-1", "a-2");

        assertThat(recording.judged().violated()).as("%s", recording.judged()).contains(Invariant.REAL_TIME_ORDER);
    }

    @Test
    void clientThatIsLeftBehindIsFound() {
        recording.entries.remove(recording.delivery("ada", recording.events.size()));

        assertViolated(Invariant.CAUGHT_UP, "client=ada, meetingId=7] ends at " + (recording.events.size() - 1));
    }

    @Test
    void leaveOfSomebodyWhoWasBackInTimeIsFalse() {
        var spoiled = new Recording();
        spoiled.joins("ada");
        spoiled.joins("bob");
        spoiled.isLost("bob");
        spoiled.passes(SHORT);
        spoiled.isReportedLeft("bob");
        spoiled.inside.add("bob");
        spoiled.commit("user_joined_meeting", "bob");
        spoiled.comesBack("bob");

        assertThat(spoiled.judged().violated()).containsExactly(Invariant.NO_FALSE_LEAVE);
    }

    @Test
    void secondLeaveNeedsASecondAbsence() {
        recording.isReportedLeft("bob");
        recording.inside.add("bob");
        recording.commit("user_joined_meeting", "bob");

        assertViolated(Invariant.NO_FALSE_LEAVE, "bob is said to have left");
    }

    @Test
    void somebodyGoneForLongWhoIsStillInsideIsFound() {
        recording.joins("dan");
        recording.isGone("dan");
        recording.passes(LONG);

        assertViolated(Invariant.ROSTER, "dan is gone for long");
    }

    @Test
    void rosterOfTheDatabaseThatIsNotTheStreamsIsFound() {
        recording.inside.remove("ada");

        assertViolated(Invariant.ROSTER, "the stream tells that [ada, bob] are inside");
    }

    @Test
    void missingNumberIsAHole() {
        recording.replace(
                recording.events,
                recording.events.get(0),
                event -> new StoredEvent(0, event.type(), event.text(), event.user()));

        assertThat(recording.judged().violated()).contains(Invariant.NUMBERED_WITHOUT_HOLES);
    }

    @Test
    void counterexampleShowsTheLinesAroundIt() {
        recording.entries.remove(recording.delivery("ada", 5));

        var context = recording.judged().violations().get(0).context();

        assertThat(context)
                .hasSizeBetween(3, 20)
                .anySatisfy(line -> assertThat(line).startsWith("> Delivered").contains("client=ada", "seq=6"));
    }

    @Test
    void longHistoryIsJudgedToo() {
        IntStream.range(0, 20_000)
                .forEach(i -> recording.commands("ada", "m" + i, "meeting_mute_all", "mute_requested"));

        assertThat(recording.judged().isGreen()).isTrue();
    }

    /** Two who stay, one of them away for a while, and one who goes. */
    private static Recording good() {
        var recording = new Recording();
        recording.commit("meeting_started", "");
        recording.joins("ada");
        recording.joins("bob");
        recording.commands("ada", "a-1", "meeting_audio_status", "user_audio_status");
        recording.commands("bob", "b-1", "meeting_video_status", "user_video_status");
        recording.commands("ada", "a-2", "meeting_hand_raised", "user_hand_raised");
        recording.isRefused("ada", "refused", "meeting_audio_status");
        recording.joins("cyd");
        recording.isLost("bob");
        recording.commandsTwice("cyd", "c-1", "meeting_audio_status", "user_audio_status");
        recording.passes(SHORT);
        recording.commands("ada", "a-3", "meeting_hand_lowered", "user_hand_lowered");
        recording.comesBack("bob");
        recording.isGone("cyd");
        recording.passes(LONG);
        recording.isReportedLeft("cyd");
        return recording;
    }

    private Entry returnOfBob() {
        return recording.entries.stream()
                .filter(Entry.Synced.class::isInstance)
                .filter(entry -> ((Entry.Synced) entry).from() != null)
                .findFirst()
                .orElseThrow();
    }

    private void swapStored(String one, String other) {
        var first = recording.stored(one);
        var second = recording.stored(other);
        recording.replace(recording.commands, first, row -> new StoredCommand(row.key(), second.seq()));
        recording.replace(recording.commands, second, row -> new StoredCommand(row.key(), first.seq()));
    }

    private static Entry.Delivered delivery(Entry.Delivered of, long seq, String text) {
        return new Entry.Delivered(of.nanos(), of.client(), of.connection(), of.meetingId(), seq, text);
    }

    private static Entry acknowledged(Entry entry, long nanos, long seq) {
        var of = (Entry.Acknowledged) entry;
        return new Entry.Acknowledged(nanos, of.client(), of.user(), of.meetingId(), of.eventId(), seq);
    }

    private static long place(Entry.Acknowledged answer) {
        return answer.seq() == null ? 0 : answer.seq();
    }

    private String first(Invariant invariant) {
        return recording.judged().violations().stream()
                .filter(violation -> violation.invariant() == invariant)
                .findFirst()
                .orElseThrow()
                .first();
    }

    private void assertViolated(Invariant invariant, String first) {
        var verdict = recording.judged();

        assertThat(verdict.violated()).as("%s", verdict).containsExactly(invariant);
        assertThat(first(invariant)).contains(first);
    }
}
