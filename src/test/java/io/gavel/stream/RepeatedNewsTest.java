package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However often, and on whatever way, somebody hears that a conversation has come further: it is told once. */
class RepeatedNewsTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofMillis(200);

    private final ManualTimers timers = new ManualTimers();
    private final MemoryTalks talks = new MemoryTalks().with(7, "ann", "bob");
    private final ConversationNews news =
            new ConversationNews(timers, new RecordedPeers(), talks::news, talks::count, talks::heard);

    @Test
    void whatWasHintedIsNotFoundAgain() {
        news.register("ann");
        news.committed(talks.say(7));

        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    @Test
    void hintsThatComeTwiceOrLateTellNothing() {
        news.register("ann");
        talks.say(7);
        news.committed(talks.say(7));
        timers.pass(SOON);

        news.advanced(new Advance(7, 1, null));
        news.advanced(new Advance(7, 2, null));
        timers.pass(SOON);

        assertThat(talks.heard).containsExactly("ann 7:2");
    }

    @Test
    void hintsThatComeTwiceWhileItIsCountedTellNothing() {
        news.register("ann");
        talks.hold();
        news.committed(talks.say(7));
        news.advanced(new Advance(7, 1, null));
        talks.release();

        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    @Test
    void whatIsToldWhileTheDatabaseIsAskedIsNotToldAgain() {
        news.register("ann");
        talks.hold();
        timers.pass(TWO_SECONDS);
        talks.letThrough();
        news.committed(talks.say(7));
        talks.release();

        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    @Test
    void whatAReaderWasToldWithAllOthersItIsNotToldAlone() {
        news.register("ann");
        talks.read(7, "ann");
        news.committed(talks.say(7));

        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.heard).containsExactly("ann 7:2");
    }
}
