package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final List<String> THREE = List.of(node(1), node(2), node(3));
    private static final List<String> FOUR = List.of(node(1), node(2), node(3), node(4));
    private static final int MEETINGS = 10_000;

    @Test
    void nobodyIsPreferredAmongNone() {
        assertThat(Rendezvous.preferred(List.of(), 1)).isEmpty();
    }

    @Test
    void everyNodeComesToTheSameAnswer() {
        assertThat(Rendezvous.preferred(List.of("a", "b", "c"), 1))
                .isEqualTo(Rendezvous.preferred(List.of("c", "a", "b"), 1));
        assertThat(List.of(1L, 2L, 3L, 4L, 5L, 6L))
                .extracting(
                        id -> Rendezvous.preferred(List.of("a", "b", "c"), id).orElseThrow())
                .containsExactly("a", "b", "c", "a", "a", "b");
    }

    @Test
    void meetingsAreSpreadEvenly() {
        var shares = new HashMap<String, Integer>();

        LongStream.rangeClosed(1, MEETINGS).forEach(id -> shares.merge(preferred(FOUR, id), 1, Integer::sum));

        assertThat(shares.values())
                .hasSize(4)
                .allSatisfy(share -> assertThat(share).isBetween(MEETINGS / 4 * 93 / 100, MEETINGS / 4 * 107 / 100));
    }

    @Test
    void aNewMemberTakesItsShareAndNothingElseMoves() {
        var moved = LongStream.rangeClosed(1, MEETINGS)
                .filter(id -> !preferred(THREE, id).equals(preferred(FOUR, id)))
                .boxed()
                .toList();

        assertThat(moved).allSatisfy(id -> assertThat(preferred(FOUR, id)).isEqualTo(node(4)));
        assertThat(moved).hasSizeBetween(MEETINGS / 4 * 93 / 100, MEETINGS / 4 * 107 / 100);
    }

    private static String preferred(List<String> members, long meetingId) {
        return Rendezvous.preferred(members, meetingId).orElseThrow();
    }

    private static String node(int number) {
        return new UUID(0x1234_5678_9abc_4defL, number).toString();
    }
}
