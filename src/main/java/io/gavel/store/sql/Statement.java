package io.gavel.store.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.templates.RowMapper;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with its named values {@code #{name}} and what becomes of a row. It refuses to run unless exactly its
 * own names are bound. Its names are the templates' of the client, which would read the whole text again at each run, and
 * take a missing value for NULL.
 */
public final class Statement<T> {
    private static final Pattern NAME = Pattern.compile("#\\{(\\w+)}");

    private final String sql;
    private final RowMapper<T> mapper;

    /** In the order in which they first stand in the text. */
    private final List<String> names = new ArrayList<>();

    private Statement(String template, RowMapper<T> mapper) {
        this.sql = NAME.matcher(template).replaceAll(name -> "\\$" + placeOf(name.group(1)));
        this.mapper = mapper;
    }

    private int placeOf(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
        return names.indexOf(name) + 1;
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

    /** What PostgreSQL is sent. */
    @Override
    public String toString() {
        return sql;
    }

    /** One run of the statement, while its values are being bound. */
    public final class Execution {
        private final SqlClient client;
        private final Object[] values = new Object[names.size()];
        private final BitSet bound = new BitSet(names.size());

        private Execution(SqlClient client) {
            this.client = client;
        }

        @SuppressWarnings("NullAway") // SQL's NULL: the client takes a map with null values
        public Execution bind(String name, @Nullable Object value) {
            var place = names.indexOf(name);
            if (place < 0) {
                throw new IllegalStateException(name + " is no name of: " + sql);
            }
            values[place] = value;
            bound.set(place);
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
            if (bound.cardinality() < names.size()) {
                return Future.failedFuture(
                        new IllegalStateException(names.get(bound.nextClearBit(0)) + " is not bound in: " + sql));
            }
            return client.preparedQuery(sql).mapping(mapper::map).execute(Tuple.wrap(values));
        }
    }
}
