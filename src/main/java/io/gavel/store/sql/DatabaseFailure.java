package io.gavel.store.sql;

import io.gavel.problem.Problem;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What a failed statement means: the database is away or busy (UNAVAILABLE), to be tried again, or a defect. */
final class DatabaseFailure {
    /** Deadlock and serialization failure: the transaction was undone and may simply run again. */
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

    /** Lock and statement time-outs, a standby, a read-only (fail-over) or full database. */
    private static final Set<String> BUSY = Set.of("55000", "55P03", "57014", "25006", "25P03", "25P02");

    private DatabaseFailure() {}

    static boolean isRepeatable(Throwable failure) {
        return failure instanceof PgException pg && REPEATABLE.contains(pg.getSqlState());
    }

    static Throwable asProblem(Throwable failure) {
        return isAway(failure) || isRepeatable(failure)
                ? Problem.unavailable("the database is not available at the moment")
                : failure;
    }

    private static boolean isAway(Throwable failure) {
        if (failure instanceof PgException pg) {
            var state = pg.getSqlState();
            return state == null
                    || BUSY.contains(state)
                    || state.startsWith("08") // connection
                    || state.startsWith("28") // password changed under way
                    || state.startsWith("53") // out of connections, memory or disk
                    || state.startsWith("57P") // shut down, or starting
                    || state.startsWith("58"); // the system below
        }
        return failure instanceof ClosedConnectionException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException;
    }
}
