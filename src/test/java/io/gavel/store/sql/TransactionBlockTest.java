package io.gavel.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gavel.config.DatabaseUrl;
import io.gavel.postgres.TestPostgres;
import io.gavel.problem.Problem;
import io.gavel.store.StoreNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a transaction, on the one connection that all of them share. */
class TransactionBlockTest {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Statement<Row> ADD = Statement.update("INSERT INTO thing VALUES (#{id})");
    private static final Statement<Integer> ALL = Statement.query("SELECT id FROM thing", row -> row.getInteger("id"));

    private static Vertx vertx;
    private static String url;
    private static Database database;

    @BeforeAll
    static void open() throws SQLException {
        url = TestPostgres.newDatabase();
        execute("CREATE SCHEMA gavel");
        execute("CREATE TABLE gavel.thing (id integer PRIMARY KEY)");
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        database = Database.open(vertx, DatabaseUrl.parse(url), 1);
    }

    @BeforeEach
    void oneThingIsThere() throws SQLException {
        execute("TRUNCATE gavel.thing");
        execute("INSERT INTO gavel.thing VALUES (1)");
    }

    @AfterAll
    static void close() {
        StoreNode.await(database.close());
        StoreNode.await(vertx.close());
    }

    @Test
    void lastWritesAreDurableWithTheirCommit() {
        var result = StoreNode.await(
                database.writeLast(connection -> add(connection, 2).map(added -> last(connection, 3, 4))));

        assertThat(result).isEqualTo("done");
        assertThat(all()).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void lastWriteThatFailsTakesEverythingBackAndSaysWhy() {
        var failure =
                failure(database.writeLast(connection -> add(connection, 2).map(added -> last(connection, 3, 1, 4))));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        PgException.class,
                        says -> assertThat(says.getSqlState()).isEqualTo(UNIQUE_VIOLATION));
        assertThat(all()).containsExactly(1);
    }

    @Test
    void workThatFailsTakesEverythingBack() {
        var failure = failure(database.write(connection -> add(connection, 2)
                .compose(added -> Future.failedFuture(new IllegalArgumentException("changed its mind")))));

        assertThat(failure).hasMessage("changed its mind");
        assertThat(all()).containsExactly(1);
    }

    /** PostgreSQL has given the transaction up by then, and calls the COMMIT that follows a success. */
    @Test
    void failureThatTheWorkForgivesIsNoSuccess() {
        var failure = failure(database.write(connection ->
                add(connection, 2).compose(added -> add(connection, 1)).otherwise(0)));

        assertThat(failure).isInstanceOf(Problem.class);
        assertThat(all()).containsExactly(1);
    }

    private static Future<Integer> add(SqlConnection connection, int id) {
        return ADD.on(connection).bind("id", id).count();
    }

    private static LastWrites<String> last(SqlConnection connection, Integer... ids) {
        return new LastWrites<>(
                Future.all(Stream.of(ids).map(id -> add(connection, id)).toList())
                        .map("done"));
    }

    private static List<Integer> all() {
        return StoreNode.await(database.read(client -> ALL.on(client).list()));
    }

    private static Throwable failure(Future<?> future) {
        var thrown = catchThrowable(() -> StoreNode.await(future));
        return thrown instanceof Problem ? thrown : Objects.requireNonNull(thrown.getCause());
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = TestPostgres.connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
