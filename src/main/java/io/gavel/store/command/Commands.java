package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.event.Committed;
import io.gavel.problem.Code;
import io.gavel.store.command.Hearing.Lease;
import io.gavel.store.command.StateReads.Wanted;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies batches of one meeting in one transaction: the lock, the state, the judgement, what has changed, COMMIT. */
public final class Commands implements CommandQueue.Application {
    /** The lock is taken first, so that every later statement sees what came before it. Strangers never hold or wait for it. */
    private static final Statement<Row> LOCK = Statement.query("""
            SELECT s.seq FROM meeting_stream s
            WHERE s.meeting_id = #{meetingId}
              AND EXISTS (SELECT FROM meeting_participant p
                          WHERE p.meeting_id = s.meeting_id AND p.user_id = ANY (#{users}::text[])
                            AND p.removed_at IS NULL)
            FOR UPDATE OF s
            """, row -> row);

    private static final String ALIVE = """
            SELECT l.node_id, l.incarnation FROM node_lease l
            JOIN unnest(#{nodes}::text[], #{incarnations}::uuid[]) c(node_id, incarnation)
                ON l.node_id = c.node_id AND l.incarnation = c.incarnation
            WHERE l.expires_at > clock_timestamp()
            """;
    private static final Statement<Lease> LEASES = Statement.query(ALIVE, Commands::lease);

    /**
     * A lease that is given back or reaped meanwhile waits for the sessions that are made under it, so that they are found and
     * lost with the others. Its renewal does not wait.
     */
    private static final Statement<Lease> KEPT_LEASES = Statement.query(ALIVE + "FOR KEY SHARE OF l", Commands::lease);

    private final Database database;
    private final Duration unconfirmed;
    private final Consumer<Committed> told;

    /**
     * Applies commands to the meetings of a database.
     *
     * @param unconfirmed how long a REST join keeps a place that no session has confirmed
     * @param told hears what is durable, in the order of each meeting
     */
    public Commands(Database database, Duration unconfirmed, Consumer<Committed> told) {
        this.database = database;
        this.unconfirmed = unconfirmed;
        this.told = told;
    }

    @Override
    public Future<List<CommandOutcomes>> apply(long meetingId, List<CommandBatch> batches) {
        return database.write(connection -> apply(connection, meetingId, batches))
                .map(applied -> {
                    applied.committed()
                            .filter(committed -> !committed.events().isEmpty())
                            .ifPresent(told);
                    return applied.outcomes();
                });
    }

    /** All that is read is sent at once, and so is all that is written; each statement sees what the lock has waited for. */
    private Future<Applied> apply(SqlConnection connection, long meetingId, List<CommandBatch> batches) {
        var commands =
                batches.stream().flatMap(batch -> batch.commands().stream()).toList();
        var lock = lock(connection, meetingId, commands);
        var leases = leases(connection, commands);
        var answered = AnswerRows.read(connection, meetingId, batches);
        var state = new StateReads(connection, meetingId, unconfirmed).read(concerned(commands), wanted(commands));
        return Future.all(lock, leases, answered, state).compose(all -> {
            var first = answered.result();
            var alive = Set.copyOf(leases.result());
            if (lock.result().isEmpty() || state.result().isEmpty()) {
                var exists = state.result().isPresent();
                var hearing = new Hearing(command -> answerStranger(command, exists), first, alive);
                return Future.succeededFuture(new Applied(hearing.hear(batches), Optional.empty()));
            }
            var meeting = state.result().get();
            var outcomes = new Hearing(new Judge(meeting)::decide, first, alive).hear(batches);
            return write(connection, meeting, first).map(committed -> new Applied(outcomes, Optional.of(committed)));
        });
    }

    private static Future<Committed> write(SqlConnection connection, MeetingState meeting, Answered answered) {
        var changes = StateWrites.write(connection, meeting);
        var answers = AnswerRows.write(connection, meeting.facts().meetingId(), meeting.now(), answered);
        return Future.all(changes, answers).map(done -> changes.result());
    }

    private static CommandOutcome answerStranger(Command command, boolean exists) {
        return CommandOutcome.failed(exists && command.admin() ? Code.FORBIDDEN : Code.NOT_FOUND);
    }

    private static Future<Optional<Row>> lock(SqlConnection connection, long meetingId, List<Command> commands) {
        return LOCK.on(connection)
                .bind("meetingId", meetingId)
                .bind("users", commands.stream().map(Command::userId).distinct().toArray(String[]::new))
                .first();
    }

    private static Future<List<Lease>> leases(SqlConnection connection, List<Command> commands) {
        var seats = commands.stream().map(Lease::of).distinct().toList();
        var statement = has(commands, CommandType.JOIN) ? KEPT_LEASES : LEASES;
        return statement
                .on(connection)
                .bind("nodes", seats.stream().map(Lease::nodeId).toArray(String[]::new))
                .bind("incarnations", seats.stream().map(Lease::incarnation).toArray(UUID[]::new))
                .list();
    }

    private static Set<String> concerned(List<Command> commands) {
        return commands.stream()
                .flatMap(command -> Stream.of(command.userId(), command.targetUserId()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Wanted wanted(List<Command> commands) {
        return new Wanted(has(commands, CommandType.RAISE_HAND), has(commands, CommandType.JOIN));
    }

    private static boolean has(List<Command> commands, CommandType type) {
        return commands.stream().anyMatch(command -> command.type() == type);
    }

    private static Lease lease(Row row) {
        return new Lease(row.getString("node_id"), row.getUUID("incarnation"));
    }

    /** @param committed empty where nothing could change */
    private record Applied(List<CommandOutcomes> outcomes, Optional<Committed> committed) {}
}
