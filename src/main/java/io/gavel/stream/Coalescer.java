package io.gavel.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks questions together: those that come while a query runs are in the next one, which begins after they came. So an
 * answer is never older than its question, and a thousand questions at once are a few queries. Belongs to one event loop.
 */
public final class Coalescer<Q, A> {
    private final int most;
    private final Function<List<Q>, Future<List<A>>> query;
    private final Map<Q, Promise<A>> next = new LinkedHashMap<>();
    private boolean running;

    /**
     * Nothing is asked yet.
     *
     * @param most as many questions as one query takes
     * @param query answers questions in their order
     */
    public Coalescer(int most, Function<List<Q>, Future<List<A>>> query) {
        this.most = most;
        this.query = query;
    }

    /** Equal questions are asked once. Fails with what the query fails with. */
    public Future<A> ask(Q question) {
        var answer = next.computeIfAbsent(question, none -> Promise.promise()).future();
        if (!running) {
            run();
        }
        return answer;
    }

    private void run() {
        running = true;
        var asked = new LinkedHashMap<Q, Promise<A>>();
        next.entrySet().stream().limit(most).forEach(entry -> asked.put(entry.getKey(), entry.getValue()));
        asked.keySet().forEach(next::remove);
        query.apply(List.copyOf(asked.keySet())).onComplete((answers, failure) -> {
            running = false;
            if (!next.isEmpty()) {
                run();
            }
            if (failure == null) {
                var answer = answers.iterator();
                asked.values().forEach(promise -> promise.complete(answer.next()));
            } else {
                asked.values().forEach(promise -> promise.fail(failure));
            }
        });
    }
}
