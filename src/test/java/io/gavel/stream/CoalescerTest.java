package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private final List<List<Integer>> queries = new ArrayList<>();
    private final List<Promise<List<Integer>>> answers = new ArrayList<>();
    private final Coalescer<Integer, Integer> coalescer = new Coalescer<>(3, this::query);

    @Test
    void whatComesWhileAQueryRunsIsAskedTogetherInTheNext() {
        coalescer.ask(1);
        var second = coalescer.ask(2);
        var third = coalescer.ask(3);
        var again = coalescer.ask(2);

        answerNext();
        answerNext();

        assertThat(queries).containsExactly(List.of(1), List.of(2, 3));
        assertThat(second.result()).isEqualTo(20);
        assertThat(third.result()).isEqualTo(30);
        assertThat(again.result()).isEqualTo(20);
    }

    /** Its answer may be older than the second question. */
    @Test
    void aQuestionIsNotAnsweredByAQueryThatBeganBefore() {
        coalescer.ask(1);
        var same = coalescer.ask(1);

        answerNext();

        assertThat(same.isComplete()).isFalse();
        assertThat(queries).containsExactly(List.of(1), List.of(1));
    }

    @Test
    void aQueryTakesNoMoreThanItMay() {
        List.of(1, 2, 3, 4, 5).forEach(coalescer::ask);

        answerNext();
        answerNext();

        assertThat(queries).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5));
    }

    @Test
    void aFailureIsThatOfItsOwnQuestions() {
        var first = coalescer.ask(1);
        var second = coalescer.ask(2);

        answers.remove(0).fail("away");
        answerNext();

        assertThat(first.failed()).isTrue();
        assertThat(second.result()).isEqualTo(20);
    }

    private Future<List<Integer>> query(List<Integer> questions) {
        queries.add(questions);
        answers.add(Promise.promise());
        return answers.get(answers.size() - 1).future();
    }

    private void answerNext() {
        var asked = queries.get(queries.size() - answers.size());
        answers.remove(0).complete(asked.stream().map(one -> one * 10).toList());
    }
}
