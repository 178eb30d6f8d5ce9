package io.gavel.rest;

import io.gavel.User.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calls that are all under way before the first is answered. */
final class ParallelCalls {
    private ParallelCalls() {}

    /** The answers in the order of the calls. */
    static List<Answer> of(int calls, IntFunction<CompletableFuture<Answer>> call) {
        return IntStream.range(0, calls).mapToObj(call).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    static long count(List<Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }
}
