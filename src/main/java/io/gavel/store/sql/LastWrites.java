package io.gavel.store.sql;

import io.vertx.core.Future;

/**
 * The statements with which a transaction ends, all of which are sent already.
 *
 * @param result what they come to. PostgreSQL takes back the whole transaction when one of them fails, though COMMIT was sent
 *     along with them
 */
public record LastWrites<T>(Future<T> result) {
    /** Nothing but COMMIT is to be sent any more. */
    public static <T> LastWrites<T> none(T result) {
        return new LastWrites<>(Future.succeededFuture(result));
    }
}
