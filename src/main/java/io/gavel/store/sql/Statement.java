package io.gavel.store.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.RowMapper;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with its named values {@code #{name}} and what becomes of a row. It refuses to run unless exactly its
 * own names are bound: the template alone would take a missing one for NULL.
 */
public final class Statement<T> {
    private static final Pattern NAME = Pattern.compile("#\\{(\\w+)}");

    private final String sql;
    private final RowMapper<T> mapper;
    private final Set<String> names = new HashSet<>();

    private Statement(String sql, RowMapper<T> mapper) {
        this.sql = sql;
        this.mapper = mapper;
        var matcher = NAME.matcher(sql);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
    }

    public static <T> Statement<T> query(String sql, RowMapper<T> mapper) {
        return new Statement<>(sql, mapper);
    }

    /** A statement that returns no rows. */
    public static Statement<Row> update(String sql) {
        return new Statement<>(sql, row -> row);
    }

    public Execution on(SqlClient client) {
        return new Execution(client);
    }

    /** One run of the statement, while its values are being bound. */
    public final class Execution {
        private final SqlClient client;
        private final Map<String, Object> values = new HashMap<>();

        private Execution(SqlClient client) {
            this.client = client;
        }

        @SuppressWarnings("NullAway") // SQL's NULL: the client takes a map with null values
        public Execution bind(String name, @Nullable Object value) {
            values.put(name, value);
            return this;
        }

        public Future<List<T>> list() {
            return rows().map(rows -> {
                var list = new ArrayList<T>(rows.size());
                rows.forEach(list::add);
                return list;
            });
        }

        public Future<Optional<T>> first() {
            return rows().map(rows -> {
                RowIterator<T> iterator = rows.iterator();
                return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
            });
        }

        /** The first row of a statement that always has one. */
        public Future<T> one() {
            return first().map(row -> row.orElseThrow(() -> new IllegalStateException("no row from: " + sql)));
        }

        /** The number of rows that were written. */
        public Future<Integer> count() {
            return rows().map(RowSet::rowCount);
        }

        private Future<RowSet<T>> rows() {
            if (!values.keySet().equals(names)) {
                return Future.failedFuture(
                        new IllegalStateException("bound " + values.keySet() + " in place of " + names));
            }
            return SqlTemplate.forQuery(client, sql).mapTo(mapper).execute(values);
        }
    }
}
