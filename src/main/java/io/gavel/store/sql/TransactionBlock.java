package io.gavel.store.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * BEGIN and COMMIT around work on a connection. The client's own transactions wait for each before they go on: here the first
 * statements go along with BEGIN, and the last ones with COMMIT.
 */
final class TransactionBlock {
    static final String BEGIN = "BEGIN";
    static final String COMMIT = "COMMIT";

    private TransactionBlock() {}

    /** Fails when nothing of it took effect, or nobody knows whether it did. */
    static <T> Future<T> run(SqlConnection connection, Function<SqlConnection, Future<LastWrites<T>>> work) {
        var begun = send(connection, BEGIN);
        return Future.succeededFuture()
                .compose(begin -> work.apply(connection))
                .compose(last -> commit(connection, last))
                .recover(failure ->
                        connection.query("ROLLBACK").execute().transform(ended -> Future.failedFuture(failure)))
                // What fails for want of a transaction says less than what there was against one.
                .recover(failure -> begun.compose(begin -> Future.failedFuture(failure)));
    }

    /** What the last statements say against it comes before what COMMIT does. */
    private static <T> Future<T> commit(SqlConnection connection, LastWrites<T> last) {
        if (last.result().failed()) {
            // They were not even sent: PostgreSQL does not know of it.
            return last.result();
        }
        var committed = send(connection, COMMIT);
        return last.result()
                .transform((result, failure) -> committed.transform((end, refused) -> failure != null || refused != null
                        ? Future.failedFuture(failure != null ? failure : refused)
                        : Future.succeededFuture(result)));
    }

    private static Future<Void> send(SqlConnection connection, String statement) {
        return connection.preparedQuery(statement).execute().mapEmpty();
    }
}
