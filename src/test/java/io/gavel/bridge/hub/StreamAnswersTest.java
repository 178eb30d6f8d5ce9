package io.gavel.bridge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.hub.StreamAnswers.Missed;
import io.gavel.event.Topic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamAnswersTest {
    private static final String LONG = "x".repeat(100_000);

    @Test
    void ofLongEventsAnAnswerCarriesFewerAndSaysThatMoreFollow() {
        var part = new Missed(List.of(LONG, LONG, LONG), false, false).part();

        assertThat(part).isEqualTo(new Missed(List.of(LONG, LONG), true, false));
    }

    @Test
    void anAnswerCarriesOneEventHoweverLong() {
        var part = new Missed(List.of(LONG.repeat(5), "short"), false, false).part();

        assertThat(part.events()).hasSize(1);
        assertThat(part.more()).isTrue();
    }

    @Test
    void whatFitsIsLeftAsItIs() {
        var whole = new Missed(List.of("a", "b"), true, false);

        assertThat(whole.part()).isEqualTo(whole);
        assertThat(Missed.RESET.part()).isEqualTo(Missed.RESET);
        assertThat(Missed.NOTHING.part()).isEqualTo(Missed.NOTHING);
    }

    @Test
    void typingIsAnEventWithoutAPlace() {
        var json = StreamAnswers.typing(Topic.conversation(7), "a\"b", true, Instant.EPOCH);

        assertThat(json)
                .isEqualTo("{\"event\":\"typing\",\"at\":\"1970-01-01T00:00:00.000Z\",\"conversationId\":7,"
                        + "\"userId\":\"a\\\"b\",\"isTyping\":true}");
    }
}
