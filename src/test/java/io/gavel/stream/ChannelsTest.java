package io.gavel.stream;

import static io.gavel.stream.MemoryLog.MEETING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private static final Topic OTHER = Topic.meeting(8);

    private static final Duration PERIOD = Duration.ofMillis(500);

    private final ManualTimers timers = new ManualTimers();
    private final MemoryLog log = new MemoryLog();
    private final RecordedPeers peers = new RecordedPeers();
    private final HeardFrames heard = new HeardFrames();
    private final Channels channels = new Channels(timers, log, log, peers, heard);

    @Test
    void aRegistrationBeginsAtTheHeadAndHearsAllThatFollows() {
        log.commit(3);

        var registration = channels.register(MEETING, "ann").result();
        channels.announced("north", log.commit(2));

        assertThat(registration.position()).isEqualTo(3);
        assertThat(registration.epoch()).isEqualTo(log.epoch());
        assertThat(heard.seqs()).containsExactly(4L, 5L);
    }

    @Test
    void aStrangerIsRefusedAndOpensNothing() {
        var refused = channels.register(MEETING, "eve");

        assertThat(refused.cause())
                .asInstanceOf(type(Problem.class))
                .extracting(Problem::code)
                .isEqualTo(Code.NOT_FOUND);
        assertThat(channels.channel(MEETING)).isEmpty();
        assertThat(peers.told).isEmpty();
    }

    /** The client may have heard on another node what this one has not. */
    @Test
    void aChannelCatchesUpBeforeSomebodyIsAdded() {
        channels.register(MEETING, "ann");
        log.commit(4);

        var registration = channels.register(MEETING, "bob").result();

        assertThat(registration.position()).isEqualTo(4);
        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whoIsRemovedWhileTheAnswerIsUnderWayIsRefused() {
        channels.register(MEETING, "ann");
        log.hold();
        var registration = channels.register(MEETING, "bob");
        channels.announced("north", log.remove("bob"));

        log.release();

        assertThat(registration.failed()).isTrue();
    }

    @Test
    void whoWasRemovedAndInvitedAgainWhileTheAnswerWasUnderWayIsLetIn() {
        channels.register(MEETING, "ann");
        log.hold();
        var registration = channels.register(MEETING, "bob");
        channels.announced("north", log.remove("bob"));
        log.members.add("bob");

        log.release();

        assertThat(registration.result().position()).isEqualTo(1);
    }

    @Test
    void aRegistrationFailsWhileTheDatabaseIsAway() {
        log.away = true;

        var refused = channels.register(MEETING, "ann");

        assertThat(refused.cause())
                .asInstanceOf(type(Problem.class))
                .extracting(Problem::code)
                .isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void theOtherNodesHearWhenAChannelOpensAndTenSecondsAfterItIsDeserted() {
        var first = channels.register(MEETING, "ann").result();
        var second = channels.register(MEETING, "bob").result();
        assertThat(peers.told).containsExactlyInAnyOrder("north +[meeting.7]-[]", "south +[meeting.7]-[]");
        peers.told.clear();

        first.close();
        second.close();
        second.close();
        timers.pass(Duration.ofMillis(9_900));
        assertThat(peers.told).isEmpty();
        timers.pass(Duration.ofMillis(200));

        assertThat(peers.told).containsExactlyInAnyOrder("north +[]-[meeting.7]", "south +[]-[meeting.7]");
        assertThat(channels.channel(MEETING)).isEmpty();
    }

    @Test
    void whoComesBackWithinTenSecondsFindsTheChannel() {
        channels.register(MEETING, "ann").result().close();
        timers.pass(Duration.ofSeconds(9));
        channels.register(MEETING, "ann");

        timers.pass(Duration.ofSeconds(30));

        assertThat(channels.channel(MEETING)).isPresent();
    }

    @Test
    void aNewMemberHearsOfAllChannels() {
        channels.membersChanged();
        channels.register(MEETING, "ann");
        peers.told.clear();
        peers.members.add("west");

        channels.membersChanged();

        assertThat(peers.told).containsExactly("west =+[meeting.7]-[]");
    }

    @Test
    void whatIsCommittedHereGoesToTheNodesThatWantItAlone() {
        channels.register(MEETING, "ann");
        channels.told("south", new Interest(false, Set.of(MEETING, OTHER), Set.of()));
        channels.told("north", new Interest(false, Set.of(OTHER), Set.of()));

        channels.committed(committed(1));

        assertThat(peers.announced).containsExactly("south 1");
        assertThat(heard.seqs()).containsExactly(1L);
    }

    @Test
    void aNodeThatNoLongerWantsItOrIsGoneGetsNothing() {
        channels.told("south", new Interest(false, Set.of(MEETING), Set.of()));
        channels.told("north", new Interest(false, Set.of(MEETING), Set.of()));
        channels.told("south", new Interest(true, Set.of(OTHER), Set.of()));
        peers.members.remove("north");
        channels.membersChanged();

        channels.committed(committed(1));

        assertThat(peers.announced).isEmpty();
    }

    @Test
    void anAnnouncementThatNobodyWantsIsAnswered() {
        channels.announced("north", log.commit(1));

        assertThat(peers.told).containsExactly("north +[]-[meeting.7]");
    }

    @Test
    void whatNobodyAnnouncesIsFoundByTheNextCheck() {
        channels.register(MEETING, "ann");
        log.commit(3);

        timers.pass(PERIOD);

        assertThat(heard.batches).containsExactly(List.of(1L, 2L, 3L));
    }

    @Test
    void checksDoNotOverlapAndRestWhenThereAreNoChannels() {
        timers.pass(Duration.ofSeconds(2));
        assertThat(log.checks).isZero();
        var registration = channels.register(MEETING, "ann").result();
        log.hold();
        timers.pass(Duration.ofSeconds(2));
        assertThat(log.checks).isEqualTo(1);
        log.release();
        registration.close();
        timers.pass(Duration.ofSeconds(11));
        var checks = log.checks;

        timers.pass(Duration.ofSeconds(5));

        assertThat(checks).isGreaterThan(15);
        assertThat(log.checks).isEqualTo(checks);
    }

    @Test
    void whatHasNotBeenAnnouncedAPeriodLaterIsAskedForAgain() {
        channels.register(MEETING, "ann");
        peers.told.clear();
        log.commit(1);
        timers.pass(PERIOD);
        assertThat(peers.told).isEmpty();

        timers.pass(PERIOD);
        assertThat(peers.told).containsExactlyInAnyOrder("north +[meeting.7]-[]", "south +[meeting.7]-[]");
        timers.pass(PERIOD.multipliedBy(4));

        assertThat(peers.told).hasSize(2);
    }

    @Test
    void anAnnouncementThatIsOnlyLateIsNotAskedFor() {
        channels.register(MEETING, "ann");
        peers.told.clear();
        var late = log.commit(1);
        timers.pass(PERIOD);
        channels.announced("north", late);

        timers.pass(PERIOD.multipliedBy(2));

        assertThat(peers.told).isEmpty();
        assertThat(heard.seqs()).containsExactly(1L);
    }

    @Test
    void aStreamThatIsAnotherOneEndsItsRegistrations() {
        log.commit(3);
        var before = channels.register(MEETING, "ann").result();
        log.streamEpoch = new UUID(3, 3);
        timers.pass(PERIOD);
        assertThat(heard.resets).isEqualTo(1);

        var after = channels.register(MEETING, "ann").result();
        before.close();
        timers.pass(Duration.ofSeconds(30));

        assertThat(after.epoch()).isEqualTo(log.epoch()).isNotEqualTo(before.epoch());
        assertThat(channels.channel(MEETING)).isPresent();
    }

    @Test
    void whoWasThereBeforeTheStreamBecameAnotherOneDoesNotKeepItOpen() {
        channels.register(MEETING, "ann");
        log.streamEpoch = new UUID(3, 3);
        timers.pass(PERIOD);
        channels.register(MEETING, "bob").result().close();

        timers.pass(Duration.ofSeconds(11));

        assertThat(channels.channel(MEETING)).isEmpty();
    }

    @Test
    void aReadThatEndsAfterItsChannelWasClosedDeliversNothing() {
        var registration = channels.register(MEETING, "ann").result();
        log.commit(1);
        log.hold();
        timers.pass(PERIOD);
        log.release();
        heard.frames.clear();
        log.commit(1);
        log.hold();
        Future<Void> late = channels.channel(MEETING).orElseThrow().catchUp(2);
        registration.close();
        timers.pass(Duration.ofSeconds(11));

        log.release();

        assertThat(late.succeeded()).isTrue();
        assertThat(heard.frames).isEmpty();
    }

    private Committed committed(int count) {
        var events = log.commit(count).events().stream()
                .map(event -> new StreamEvent(event.seq(), "mute_requested", Instant.EPOCH, "{}"))
                .toList();
        return new Committed(MEETING, log.streamEpoch, events);
    }
}
