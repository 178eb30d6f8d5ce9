package io.gavel.http.route;

import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What serves each operation of the API document, by its operationId. */
public final class Handlers {
    private final Map<String, Function<ApiRequest, Future<Answer>>> byOperation = new HashMap<>();

    public Handlers on(String operationId, Function<ApiRequest, Future<Answer>> handler) {
        if (byOperation.put(operationId, handler) != null) {
            throw new IllegalStateException(operationId + " is served twice");
        }
        return this;
    }

    public boolean serves(String operationId) {
        return byOperation.containsKey(operationId);
    }

    public Function<ApiRequest, Future<Answer>> of(String operationId) {
        var handler = byOperation.get(operationId);
        if (handler == null) {
            throw new IllegalStateException("nothing serves " + operationId);
        }
        return handler;
    }

    public Set<String> operationIds() {
        return Set.copyOf(byOperation.keySet());
    }
}
