package io.gavel.store.command;

import static org.awaitility.Awaitility.await;

import io.gavel.command.Command;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.config.DatabaseUrl;
import io.gavel.meeting.Role;
import io.gavel.postgres.TestPostgres;
import io.gavel.store.sql.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database with Gavel's schema, and meetings in it that came about without a node. */
record CommandDatabase(String url) {
    static CommandDatabase create() {
        var url = TestPostgres.newDatabase();
        try {
            Migrations.run(DatabaseUrl.parse(url), Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return new CommandDatabase(url);
    }

    /** A meeting in progress with a new Host. */
    Running meeting() {
        var host = "hal-" + UUID.randomUUID();
        execute("INSERT INTO app_user (id, name) VALUES (?, 'Hal')", host);
        var id = Long.parseLong(value(
                "INSERT INTO meeting (title, title_folded, room_name, status, host_user_id, scheduled_at, duration_minutes,"
                        + " time_zone, started_at, recording_enabled, created_at)"
                        + " VALUES ('Interview', 'interview', gen_random_uuid()::text, 'InProgress', ?, now_ms(), 60, 'UTC',"
                        + " now_ms(), true, now_ms()) RETURNING id",
                host));
        execute("INSERT INTO meeting_stream (meeting_id) VALUES (?)", id);
        var meeting = new Running(this, id, host);
        meeting.admit(host, Role.HOST);
        return meeting;
    }

    int execute(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of all rows, as text. */
    List<String> values(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            var found = new ArrayList<String>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(String.valueOf(rows.getObject(1)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    String value(String sql, Object... values) {
        return values(sql, values).get(0);
    }

    /** Until some statement waits for a lock here. */
    void awaitWaiting() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !values("SELECT pid FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                        .isEmpty());
    }

    /** Looks behind the node: the caller closes it. */
    Connection connect() throws SQLException {
        var connection = TestPostgres.connect(url);
        connection.setSchema("gavel");
        return connection;
    }

    /** One of its meetings. */
    record Running(CommandDatabase database, long id, String host) {
        /** A new person with this role, let in by REST just now. */
        String person(Role role) {
            var userId = "user-" + UUID.randomUUID();
            database.execute("INSERT INTO app_user (id, name) VALUES (?, ?)", userId, "Name of " + userId);
            admit(userId, role);
            return userId;
        }

        private void admit(String userId, Role role) {
            database.execute(
                    "INSERT INTO meeting_participant (meeting_id, user_id, role, scheduled_at, invited_at, is_admitted,"
                            + " first_joined_at, last_joined_at, is_unconfirmed)"
                            + " VALUES (?, ?, ?::mp_role_types, now_ms(), now_ms(), true, now_ms(), now_ms(), true)",
                    id,
                    userId,
                    role.wire());
        }

        /** A connection of this person that has joined. */
        Seat join(CommandNode node, String userId) {
            var seat = node.seat();
            var joined = node.apply(id, command(CommandType.JOIN, userId, seat));
            if (joined.problem() != null) {
                throw new AssertionError(joined);
            }
            return seat;
        }

        /** Each one as its number, type, actor and body. */
        List<String> events() {
            return database.values(
                    "SELECT seq || ' ' || type || ' ' || actor || ' ' || body FROM meeting_event"
                            + " WHERE meeting_id = ? ORDER BY seq",
                    id);
        }

        List<Long> seqs() {
            return database.values("SELECT seq FROM meeting_event WHERE meeting_id = ? ORDER BY seq", id).stream()
                    .map(Long::valueOf)
                    .toList();
        }

        String person(String userId, String column) {
            return database.value(
                    "SELECT %s FROM meeting_participant WHERE meeting_id = ? AND user_id = ?".formatted(column),
                    id,
                    userId);
        }

        String session(Seat seat, String column) {
            return database.value(
                    "SELECT %s FROM participant_session WHERE connection_id = ?".formatted(column),
                    seat.connectionId());
        }
    }

    static Command command(CommandType type, String userId, Seat seat) {
        return named(null, type, userId, seat, null);
    }

    static Command audio(String userId, Seat seat, boolean isMuted) {
        return named(null, CommandType.SET_AUDIO, userId, seat, isMuted);
    }

    static Command named(
            @Nullable String clientEventId, CommandType type, String userId, Seat seat, @Nullable Boolean on) {
        return new Command(type, userId, false, seat, clientEventId, on, null, null);
    }
}
