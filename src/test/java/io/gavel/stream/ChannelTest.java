package io.gavel.stream;

import static io.gavel.stream.MemoryLog.MEETING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChannelTest {
    private final MemoryLog log = new MemoryLog();
    private final HeardFrames heard = new HeardFrames();
    private final Channel channel = new Channel(MEETING, log.epoch(), 0, log, heard);

    @Test
    void whatIsAnnouncedTogetherIsDeliveredTogether() {
        announce(log.commit(3));

        assertThat(heard.batches).containsExactly(List.of(1L, 2L, 3L));
        assertThat(channel.position()).isEqualTo(3);
        assertThat(log.readsAfter).isEmpty();
    }

    @Test
    void aFrameIsTheBridgesMessageAroundTheEvent() {
        announce(log.remove("bob"));

        var frame = heard.frames.get(0);
        assertThat(frame.frame())
                .isEqualTo("{\"type\":\"rec\",\"address\":\"meeting.7\",\"body\":" + frame.json() + "}");
        assertThat(frame.removedUserId()).isEqualTo("bob");
    }

    @Test
    void ofLongEventsFewerAreKeptAtHandButAlwaysTheLast() {
        for (int seq = 1; seq <= 3; seq++) {
            announce(new Announcement(
                    MEETING, log.streamEpoch, List.of(new Announcement.Event(seq, "x".repeat(100_000), null))));
        }
        assertThat(channel.after(0)).isEmpty();
        assertThat(channel.after(1).orElseThrow()).hasSize(2);

        announce(new Announcement(
                MEETING, log.streamEpoch, List.of(new Announcement.Event(4, "x".repeat(400_000), null))));

        assertThat(channel.after(2)).isEmpty();
        assertThat(channel.after(3).orElseThrow()).hasSize(1);
    }

    @Test
    void whatWasSaidBeforeADeletionIsReadAgainAndNotToldFromMemory() {
        announce(log.commit(2));

        announce(log.commit("message_deleted", "{\"messageId\":1}"));

        assertThat(channel.after(1)).isEmpty();
        assertThat(channel.after(2).orElseThrow()).hasSize(1);
        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatIsAnnouncedAgainIsDroppedAndNeedsNoRead() {
        var first = log.commit(2);
        announce(first);

        announce(first);

        assertThat(heard.seqs()).containsExactly(1L, 2L);
        assertThat(log.readsAfter).isEmpty();
    }

    @Test
    void aGapIsFilledFromTheDatabase() {
        log.commit(4);

        announce(log.commit(1));

        assertThat(heard.batches).containsExactly(List.of(1L, 2L, 3L, 4L, 5L));
        assertThat(log.readsAfter).containsExactly(0L);
    }

    @Test
    void whatComesWhileAGapIsReadIsMergedInOrder() {
        log.hold();
        var lost = log.commit(2);
        announce(log.commit(1));
        announce(log.commit(1));
        announce(lost);

        log.release();

        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void anEventThatCameDuringTheReadAndAfterItsMomentIsNotLost() {
        log.hold();
        log.commit(1);
        announce(log.commit(1));
        log.commit(1);
        announce(log.commit(1));

        log.release();

        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(log.readsAfter).containsExactly(0L, 2L);
    }

    @Test
    void manyWhoWantToCatchUpShareOneRead() {
        log.commit(3);
        log.hold();
        var first = channel.catchUp(2);
        var second = channel.catchUp(3);
        assertThat(log.readsAfter).hasSize(1);

        log.release();

        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aLongWayIsReadInPages() {
        log.commit(1200);

        var caughtUp = channel.catchUp(1200);

        assertThat(caughtUp.succeeded()).isTrue();
        assertThat(log.readsAfter).containsExactly(0L, 500L, 1000L);
        assertThat(heard.seqs())
                .isEqualTo(LongStream.rangeClosed(1, 1200).boxed().toList());
    }

    @Test
    void whoAsksForMoreThanThereIsGetsWhatThereIs() {
        log.commit(2);

        var caughtUp = channel.catchUp(10);

        assertThat(caughtUp.succeeded()).isTrue();
        assertThat(channel.position()).isEqualTo(2);
        assertThat(log.readsAfter).hasSize(1);
    }

    @Test
    void aFailedReadChangesNothingAndTheNextOneHeals() {
        log.commit(2);
        log.away = true;
        var failed = channel.catchUp(2);
        log.away = false;

        var healed = channel.catchUp(2);

        assertThat(failed.failed()).isTrue();
        assertThat(healed.succeeded()).isTrue();
        assertThat(heard.seqs()).containsExactly(1L, 2L);
    }

    @Test
    void theLast256EventsAreAtHand() {
        announce(log.commit(300));

        assertThat(channel.after(300))
                .hasValueSatisfying(events -> assertThat(events).isEmpty());
        assertThat(channel.after(44))
                .hasValueSatisfying(events -> assertThat(events)
                        .hasSize(256)
                        .extracting(EventFrame::seq)
                        .startsWith(45L)
                        .endsWith(300L));
        assertThat(channel.after(43)).isEmpty();
        assertThat(channel.after(301)).isEmpty();
    }

    @Test
    void anotherEpochStartsTheStreamAnew() {
        announce(log.commit(3));
        log.streamEpoch = new UUID(2, 2);
        log.restoreTo(1);

        announce(log.commit(1));

        assertThat(heard.resets).isEqualTo(1);
        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(channel.epoch()).isEqualTo(log.epoch());
        assertThat(channel.position()).isEqualTo(2);
        assertThat(channel.after(1)).isEmpty();
    }

    @Test
    void aDatabaseThatLostEventsStartsTheStreamAnew() {
        announce(log.commit(3));
        log.restoreTo(2);

        channel.check();

        assertThat(heard.resets).isEqualTo(1);
        assertThat(channel.position()).isEqualTo(2);
    }

    @Test
    void anAnswerFromBeforeTheLastAnnouncementIsNoLoss() {
        announce(log.commit(1));
        log.hold();
        channel.check();
        announce(log.commit(2));

        log.release();

        assertThat(heard.resets).isZero();
        assertThat(heard.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasNeverCommittedIsNeitherDeliveredNorWaitedFor() {
        log.commit(1);
        var phantom = new Announcement.Event(9, "{}", null);

        announce(new Announcement(MEETING, log.streamEpoch, List.of(phantom)));

        assertThat(heard.seqs()).containsExactly(1L);
        assertThat(log.readsAfter).hasSize(1);
    }

    @Test
    void whoWasRemovedSinceIsNotVouchedFor() {
        announce(log.commit(1));
        announce(log.remove("bob"));

        assertThat(channel.vouches("bob", log.epoch(), 1)).isFalse();
        assertThat(channel.vouches("bob", log.epoch(), 2)).isTrue();
        assertThat(channel.vouches("ann", log.epoch(), 1)).isTrue();
        assertThat(channel.vouches("ann", log.epoch(), 3)).isFalse();
        assertThat(channel.vouches("ann", "another", 1)).isFalse();
    }

    @Test
    void aChannelVouchesForNobodyAboutTheTimeBeforeItBegan() {
        log.commit(5);
        var late = new Channel(MEETING, log.epoch(), 5, log, heard);

        assertThat(late.vouches("ann", log.epoch(), 4)).isFalse();
        assertThat(late.vouches("ann", log.epoch(), 5)).isTrue();
    }

    private void announce(Announcement announcement) {
        channel.announced(
                announcement.streamEpoch(),
                announcement.events().stream()
                        .map(event -> EventFrame.of(MEETING, event))
                        .toList());
    }
}
