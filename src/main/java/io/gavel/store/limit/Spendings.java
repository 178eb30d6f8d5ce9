package io.gavel.store.limit;

import static java.util.stream.Collectors.toMap;

import io.gavel.limit.LimitRequests.ShareSpending;
import io.gavel.limit.LimitRequests.SharedSpending;
import io.gavel.limit.LimitRequests.Spending;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Adds up what nodes tell of those who ask for much: by the database's time, for theirs may differ. */
public final class Spendings {
    /**
     * In the order of their keys, so that two nodes do not wait for each other. More than two minutes ahead nobody gets, so
     * that nobody waits for more than one: however many nodes let through what they did not yet know of.
     */
    private static final Statement<Ahead> SHARE = Statement.query(
            """
            INSERT INTO rate_spending AS r (key, earned_at)
            SELECT s.key, statement_timestamp() + sum(s.micros)::float8 * interval '1 microsecond'
            FROM unnest(#{keys}::uuid[], #{micros}::bigint[]) s(key, micros) GROUP BY s.key ORDER BY s.key
            ON CONFLICT (key) DO UPDATE SET earned_at = least(
                greatest(r.earned_at, statement_timestamp()) + (excluded.earned_at - statement_timestamp()),
                statement_timestamp() + interval '2 minutes')
            RETURNING key, (extract(epoch FROM earned_at - statement_timestamp()) * 1000000)::bigint AS micros
            """, row -> new Ahead(row.getUUID("key"), Duration.of(row.getLong("micros"), ChronoUnit.MICROS)));

    private final Database database;

    public Spendings(Database database) {
        this.database = database;
    }

    public Future<SharedSpending> share(ShareSpending told) {
        var spendings = told.spendings();
        return database.read(client -> SHARE.on(client)
                        .bind("keys", spendings.stream().map(Spending::key).toArray(UUID[]::new))
                        .bind(
                                "micros",
                                spendings.stream().map(Spendings::micros).toArray(Long[]::new))
                        .list())
                .map(rows -> new SharedSpending(rows.stream().collect(toMap(Ahead::key, Ahead::time))));
    }

    private static Long micros(Spending spending) {
        return TimeUnit.NANOSECONDS.toMicros(spending.spent().toNanos());
    }

    private record Ahead(UUID key, Duration time) {}
}
