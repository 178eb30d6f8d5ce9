package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A meeting and a conversation of the same number have nothing to do with each other. */
class TopicsTest {
    private static final Topic MEETING = Topic.meeting(7);
    private static final Topic TALK = Topic.conversation(7);

    private final ManualTimers timers = new ManualTimers();
    private final Both logs = new Both(new MemoryLog(MEETING), new MemoryLog(TALK));
    private final RecordedPeers peers = new RecordedPeers();
    private final HeardFrames heard = new HeardFrames();
    private final Channels channels = new Channels(timers, logs, logs, peers, heard);

    @Test
    void eachHasItsOwnNumbers() {
        logs.meeting.commit(3);
        channels.register(MEETING, "ann");
        channels.register(TALK, "ann");

        channels.announced("north", logs.talk.commit(1));
        channels.announced("north", logs.meeting.commit(1));

        assertThat(heard.frames.get(0).frame()).startsWith("{\"type\":\"rec\",\"address\":\"conversation.7\"");
        assertThat(heard.frames.get(0).json()).contains("\"seq\":1,").contains("\"conversationId\":7");
        assertThat(heard.frames.get(1).frame()).startsWith("{\"type\":\"rec\",\"address\":\"meeting.7\"");
        assertThat(heard.frames.get(1).json()).contains("\"seq\":4,").contains("\"meetingId\":7");
    }

    @Test
    void aMemberOfOneIsAStrangerToTheOther() {
        logs.talk.members.remove("bob");

        assertThat(channels.register(MEETING, "bob").succeeded()).isTrue();
        assertThat(channels.register(TALK, "bob").failed()).isTrue();
        assertThat(channels.channel(TALK)).isEmpty();
    }

    @Test
    void whatGetsLostInBothIsFoundInBoth() {
        channels.register(MEETING, "ann");
        channels.register(TALK, "ann");
        logs.meeting.commit(2);
        logs.talk.commit(1);

        timers.pass(Duration.ofMillis(500));

        assertThat(heard.seqs()).containsExactlyInAnyOrder(1L, 2L, 1L);
    }

    @Test
    void aNodeThatWantsOneDoesNotGetTheOther() {
        channels.told("south", new Interest(false, Set.of(TALK), Set.of()));

        channels.signal(new Signal(MEETING, "ann", logs.meeting.epoch(), 0, "of the meeting"));
        channels.signal(new Signal(TALK, "ann", logs.talk.epoch(), 0, "of the talk"));

        assertThat(peers.signalled).containsExactly("south of the talk");
    }

    @Test
    void whoIsRemovedFromOneStaysInTheOther() {
        channels.register(MEETING, "ann");
        channels.register(TALK, "ann");

        channels.announced("north", logs.talk.remove("bob"));
        channels.signalled(new Signal(MEETING, "bob", logs.meeting.epoch(), 0, "of the meeting"));

        assertThat(heard.signals).containsExactly("of the meeting");
    }

    private record Both(MemoryLog meeting, MemoryLog talk) implements EventLog, Authorizer {
        private MemoryLog of(Topic topic) {
            return topic.equals(MEETING) ? meeting : talk;
        }

        @Override
        public Future<List<Position>> changed(List<Position> positions) {
            var all = new ArrayList<Position>();
            for (var position : positions) {
                all.addAll(of(position.topic()).changed(List.of(position)).result());
            }
            return Future.succeededFuture(all);
        }

        @Override
        public Future<EventSlice> read(Topic topic, long after) {
            return of(topic).read(topic, after);
        }

        @Override
        public Future<Authorization> authorize(Topic topic, String userId) {
            return of(topic).authorize(topic, userId);
        }
    }
}
