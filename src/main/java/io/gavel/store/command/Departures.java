package io.gavel.store.command;

import io.gavel.event.Committed;
import io.gavel.store.command.Docket.Wanted;
import io.gavel.store.command.Hearing.Heard;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.LastWrites;
import io.gavel.store.sql.Statement;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ends sessions that were lost and to which nobody came back. */
public final class Departures {
    /** Waits for the lock: a meeting in which much happens is hardly ever free. */
    private static final Statement<Row> LOCK =
            Statement.query("SELECT seq FROM meeting_stream WHERE meeting_id = #{meetingId} FOR UPDATE", row -> row);

    /** Their rows are locked too: a node that wakes up takes its sessions back without the meeting's lock. */
    private static final Statement<Due> DUE =
            Statement.query("""
            SELECT session_id, user_id FROM participant_session
            WHERE meeting_id = #{meetingId} AND left_at IS NULL
              AND lost_at <= now_ms() - make_interval(secs => #{grace})
            FOR UPDATE
            """, row -> new Due(row.getUUID("session_id"), row.getString("user_id")));

    private final Turns<Long> turns;
    private final Database database;
    private final Duration grace;
    private final Consumer<Committed> told;

    /**
     * Ends sessions in a database.
     *
     * @param turns the same ones in which all other changes of meetings run on this node
     * @param grace how long a lost session waits for its user to come back
     * @param told hears what is durable
     */
    public Departures(Turns<Long> turns, Database database, Duration grace, Consumer<Committed> told) {
        this.turns = turns;
        this.database = database;
        this.grace = grace;
        this.told = told;
    }

    /** Ends all sessions of this meeting that were lost longer ago than the grace; harmless when others were faster. */
    public Future<Void> end(long meetingId) {
        return turns.run(
                meetingId,
                () -> database.writeLast(connection -> end(connection, meetingId))
                        .map(committed -> {
                            committed.stream()
                                    .filter(some -> !some.events().isEmpty())
                                    .forEach(told);
                            return null;
                        }));
    }

    private Future<LastWrites<List<Committed>>> end(SqlConnection connection, long meetingId) {
        var lock = LOCK.on(connection).bind("meetingId", meetingId).first();
        var due = DUE.on(connection)
                .bind("meetingId", meetingId)
                .bind("grace", grace.toMillis() / 1000.0)
                .list();
        return Future.all(lock, due)
                .compose(both -> due.result().isEmpty()
                        ? Future.succeededFuture(LastWrites.none(List.of()))
                        : end(connection, meetingId, due.result()));
    }

    private Future<LastWrites<List<Committed>>> end(SqlConnection connection, long meetingId, List<Due> due) {
        var users = due.stream().map(Due::userId).collect(Collectors.toSet());
        var sessionIds = due.stream().map(Due::sessionId).collect(Collectors.toSet());
        return new StateReads(connection, Duration.ZERO)
                .read(List.of(Wanted.of(meetingId, users)))
                .map(states -> end(connection, List.copyOf(states.values()), sessionIds));
    }

    private static LastWrites<List<Committed>> end(SqlConnection connection, List<MeetingState> found, Set<UUID> due) {
        for (var meeting : found) {
            var sessions = new Sessions(meeting);
            meeting.people().forEach(person -> sessions.expire(person, due));
        }
        var heard = found.stream()
                .map(meeting -> new Heard(meeting, Answered.nothing()))
                .toList();
        return StateWrites.last(connection, heard, Function.identity());
    }

    private record Due(UUID sessionId, String userId) {}
}
