package io.gavel.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.DatabaseUrl;
import io.gavel.postgres.TestPostgres;
import io.gavel.store.StoreNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each statement gets its own answer, whatever goes along with it on the one connection: statements that it knows, that it has
 * to prepare, that run for several values, that fail. A model says what PostgreSQL promises of each.
 */
class StatementOrderTest {
    private static final int ROUNDS = 100;
    private static final int MOST_FLIGHTS = 4;
    private static final int MOST_STATEMENTS = 6;
    private static final String DIVISION_BY_ZERO = "22012";
    private static final String UNDEFINED_COLUMN = "42703";
    private static final String FAILED_TRANSACTION = "25P02";

    private static Vertx vertx;
    private static Database database;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Random random = new Random();
    private int numbers;

    @BeforeAll
    static void open() throws SQLException {
        vertx = Vertx.vertx();
        database = Database.open(vertx, DatabaseUrl.parse(TestPostgres.newDatabase()), 1);
    }

    @AfterAll
    static void close() {
        StoreNode.await(database.close());
        StoreNode.await(vertx.close());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void inATransactionAllAfterTheFirstFailureFail(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            var flights = Stream.generate(this::flight)
                    .limit(1 + random.nextInt(MOST_FLIGHTS))
                    .toList();
            seen.clear();

            var committed = StoreNode.await(database.writeLast(connection -> allButTheLast(connection, flights))
                    .transform((done, failure) -> Future.succeededFuture(failure == null)));

            assertThat(seen).as("round %d", i).isEqualTo(expected(flights));
            assertThat(committed).as("round %d", i).isEqualTo(noneFails(flights));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6})
    void outsideOfOneAFailureIsNobodyElses(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            var flight = flight();
            seen.clear();

            StoreNode.await(
                    database.writeAlone(connection -> send(connection, flight).otherwiseEmpty()));

            assertThat(seen)
                    .as("round %d", i)
                    .isEqualTo(flight.stream().map(Asked::answer).toList());
        }
    }

    private Future<LastWrites<Void>> allButTheLast(SqlConnection connection, List<List<Asked>> flights) {
        Future<Void> sent = Future.succeededFuture();
        for (var flight : flights.subList(0, flights.size() - 1)) {
            sent = sent.compose(before -> send(connection, flight));
        }
        return sent.map(before -> new LastWrites<>(send(connection, flights.get(flights.size() - 1))));
    }

    private Future<Void> send(SqlConnection connection, List<Asked> flight) {
        return Future.join(flight.stream().map(asked -> send(connection, asked)).toList())
                .mapEmpty();
    }

    private Future<Void> send(SqlConnection connection, Asked asked) {
        var statement = connection.preparedQuery(asked.sql());
        var rows = asked.values().size() == 1
                ? statement.execute(Tuple.of(asked.values().get(0)))
                : statement.executeBatch(asked.values().stream().map(Tuple::of).toList());
        return rows.onComplete((found, failure) -> seen.add(failure == null ? numbers(found) : code(failure)))
                .mapEmpty();
    }

    private static String numbers(RowSet<Row> rows) {
        var numbers = new ArrayList<String>();
        for (RowSet<Row> set = rows; set != null; set = set.next()) {
            set.forEach(row -> numbers.add(row.getInteger(0).toString()));
        }
        return String.join(" ", numbers);
    }

    private static String code(Throwable failure) {
        return failure instanceof PgException refused ? refused.getSqlState() : failure.toString();
    }

    private List<Asked> flight() {
        return Stream.generate(this::asked)
                .limit(1 + random.nextInt(MOST_STATEMENTS))
                .toList();
    }

    private Asked asked() {
        int number = ++numbers;
        return switch (random.nextInt(16)) {
            case 0 -> new Asked("SELECT 1 / $1::int", List.of(0), DIVISION_BY_ZERO);
            case 1 -> new Asked("SELECT nothing" + number + " + $1::int", List.of(0), UNDEFINED_COLUMN);
            case 2, 3 -> new Asked("SELECT $1::int + " + number, List.of(1), String.valueOf(number + 1));
            case 4, 5 ->
                new Asked(
                        "SELECT $1::int",
                        IntStream.of(number, number + 1, number + 2).boxed().toList(),
                        "%d %d %d".formatted(number, number + 1, number + 2));
            default -> new Asked("SELECT $1::int", List.of(number), String.valueOf(number));
        };
    }

    /** No flight leaves after one in which a statement has failed. */
    private static List<String> expected(List<List<Asked>> flights) {
        var answers = new ArrayList<String>();
        var failed = false;
        for (var flight : flights) {
            if (failed) {
                return answers;
            }
            for (var asked : flight) {
                answers.add(failed ? FAILED_TRANSACTION : asked.answer());
                failed = failed || asked.fails();
            }
        }
        return answers;
    }

    private static boolean noneFails(List<List<Asked>> flights) {
        return flights.stream().flatMap(List::stream).noneMatch(Asked::fails);
    }

    /** @param answer the numbers that it finds, or the code of the error */
    private record Asked(String sql, List<Integer> values, String answer) {
        boolean fails() {
            return answer.equals(DIVISION_BY_ZERO) || answer.equals(UNDEFINED_COLUMN);
        }
    }
}
