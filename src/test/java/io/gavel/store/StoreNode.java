package io.gavel.store;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.RequestAddress;
import io.gavel.command.LeaseTaken;
import io.gavel.config.DatabaseUrl;
import io.gavel.config.Meetings;
import io.gavel.event.Committed;
import io.gavel.identity.Caller;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingFields;
import io.gavel.meeting.MeetingRequests.CreateMeeting;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.postgres.TestPostgres;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A Vert.x with the store on it, and nothing else of a node; it keeps what the store tells. */
public final class StoreNode implements AutoCloseable {
    private static final Duration HOUR = Duration.ofHours(1);

    public final String id = UUID.randomUUID().toString();
    public final List<Committed> committed = new CopyOnWriteArrayList<>();
    public final List<UsersNotified> notified = new CopyOnWriteArrayList<>();
    public final List<LeaseTaken> leases = new CopyOnWriteArrayList<>();

    private final String url;
    private final Vertx vertx;
    private final Bus bus;

    private StoreNode(String url) {
        this.url = url;
        Bus.registerLocals();
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
        bus = Bus.create(vertx, Duration.ofSeconds(10));
    }

    /** An empty database with the schema in it. */
    public static String database() {
        try {
            var url = TestPostgres.newDatabase();
            Migrations.run(DatabaseUrl.parse(url), Duration.ofSeconds(10));
            return url;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError("no database", e);
        }
    }

    /** On a database of {@link #database}, with the times of sessions that the test wants. */
    public static StoreNode start(String url, Duration lease, Duration grace) {
        var node = new StoreNode(url);
        try {
            var periods = new Meetings(
                    90,
                    90,
                    0,
                    365,
                    HOUR,
                    HOUR,
                    HOUR,
                    HOUR,
                    HOUR,
                    grace,
                    lease,
                    Duration.ofSeconds(30),
                    HOUR,
                    HOUR,
                    HOUR);
            await(Future.all(
                    node.bus.listen(Addresses.COMMITTED, node.committed::add),
                    node.bus.listen(Addresses.USERS_NOTIFIED, node.notified::add),
                    node.bus.listen(Addresses.LEASE_TAKEN, node.leases::add)));
            await(node.vertx.deployVerticle(
                    new StoreVerticle(node.bus, DatabaseUrl.parse(url), 4, "Room_", periods, false, node.id)));
            return node;
        } catch (RuntimeException | Error failure) {
            node.close();
            throw failure;
        }
    }

    /** With a lease that does not run out while a test runs. */
    public static StoreNode start(String url) {
        return start(url, Duration.ofMinutes(5), HOUR);
    }

    public <Q, A> A ask(RequestAddress<Q, A> address, Q request) {
        return await(send(address, request));
    }

    public <Q, A> Future<A> send(RequestAddress<Q, A> address, Q request) {
        return bus.request(address, request);
    }

    public static Caller caller(String userId) {
        return new Caller(userId, "Name of " + userId, null, null, false, Instant.parse("2100-01-01T00:00:00.123456Z"));
    }

    /** An instant meeting with these Participants. */
    public Meeting createMeeting(Caller host, String... participants) {
        var fields = new MeetingFields("Interview", null, null, 60, "UTC", null, false, null, null, null, true);
        return ask(
                Addresses.CREATE_MEETING,
                new CreateMeeting(host, fields, List.of(participants), List.of(), false, null));
    }

    /** Runs one statement behind the node's back; returns the number of rows that it wrote. */
    public int execute(String sql, @Nullable Object... values) {
        try (var connection = TestPostgres.connect(url)) {
            connection.setSchema("gavel");
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The columns of all rows as text, with a bar between them; nothing for NULL. */
    public List<String> rows(String sql, Object... values) {
        try (var connection = TestPostgres.connect(url)) {
            connection.setSchema("gavel");
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                try (var rows = statement.executeQuery()) {
                    return texts(rows);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        var texts = new ArrayList<String>();
        while (rows.next()) {
            var columns = new ArrayList<String>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                var value = rows.getString(i);
                columns.add(value == null ? "" : value);
            }
            texts.add(String.join("|", columns));
        }
        return texts;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    /** The result; its failure is thrown as it is. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
