package io.gavel.store.sql;

import io.vertx.core.Future;
import java.util.List;

/**
 * The statements with which a transaction ends, which are sent already, and what it has come to if they succeed.
 *
 * @param sent PostgreSQL takes back the whole transaction when one of them fails, though COMMIT was sent with them
 */
public record LastWrites<T>(T result, List<? extends Future<?>> sent) {
    public LastWrites {
        sent = List.copyOf(sent);
    }

    /** All that was written is answered. */
    public static <T> LastWrites<T> none(T result) {
        return new LastWrites<>(result, List.of());
    }
}
