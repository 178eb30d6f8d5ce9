package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandOutcomes;
import io.gavel.event.Committed;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.LastWrites;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Applies batches in one transaction: the locks, the states, the judgement, what has changed, COMMIT. */
public final class Commands {
    /** Locks are taken first, so that every later statement sees what came before them. Strangers never hold or wait for one. */
    private static final String TAKE_LOCKS = """
            SELECT s.meeting_id FROM meeting_stream s
            WHERE s.meeting_id IN (
                SELECT p.meeting_id FROM unnest(#{meetings}::bigint[], #{users}::text[]) c(meeting_id, user_id)
                JOIN meeting_participant p ON p.meeting_id = c.meeting_id AND p.user_id = c.user_id
                WHERE p.removed_at IS NULL)
            FOR UPDATE OF s
            """;

    /** Leaves out those that somebody else holds, and those that are a stranger's: they are applied by themselves. */
    private static final Lock FREE = new Lock(TAKE_LOCKS + "SKIP LOCKED", (hearing, docket) -> Optional.empty());

    /** Waits, and so leaves out strangers' alone. */
    private static final Lock IN_TURN = new Lock(TAKE_LOCKS, (hearing, docket) -> Optional.of(hearing.refuse(docket)));

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

    /** Applies those whose meetings nobody else holds, all or none; the others' places are empty. */
    Future<List<Optional<List<CommandOutcomes>>>> applyFree(List<Docket> dockets) {
        return apply(FREE, dockets);
    }

    /** Waits for the meeting's lock, and answers strangers too. */
    Future<List<CommandOutcomes>> applyInTurn(Docket docket) {
        return apply(IN_TURN, List.of(docket)).map(applied -> applied.get(0).orElseThrow());
    }

    private Future<List<Optional<List<CommandOutcomes>>>> apply(Lock lock, List<Docket> dockets) {
        return database.writeLast(connection -> apply(connection, lock, dockets))
                .map(applied -> {
                    applied.committed().forEach(told);
                    return applied.outcomes();
                });
    }

    /** All that is read is sent at once, and so is all that is written; each statement sees what the lock has waited for. */
    private Future<LastWrites<Applied>> apply(SqlConnection connection, Lock lock, List<Docket> dockets) {
        var locked = lock(connection, lock, dockets);
        var known = AnswerRows.read(connection, dockets);
        var states = new StateReads(connection, unconfirmed)
                .read(dockets.stream().map(Docket::wanted).toList());
        return Future.all(locked, known, states).map(all -> {
            var hearing = new Hearing(known.result(), states.result());
            var held = Set.copyOf(locked.result());
            var outcomes = dockets.stream()
                    .map(docket -> held.contains(docket.meetingId())
                            ? Optional.of(hearing.hear(docket))
                            : lock.unheld().apply(hearing, docket))
                    .toList();
            return StateWrites.last(connection, hearing.heard(), committed -> new Applied(outcomes, committed));
        });
    }

    private static Future<List<Long>> lock(SqlConnection connection, Lock lock, List<Docket> dockets) {
        var asking = Pairs.of(
                dockets,
                Docket::meetingId,
                docket -> docket.commands().map(Command::userId).collect(Collectors.toSet()));
        return lock.statement()
                .on(connection)
                .bind("meetings", asking.meetings())
                .bind("users", asking.users())
                .list();
    }

    /** How meetings are locked, and what becomes of those that are not. */
    private record Lock(
            Statement<Long> statement, BiFunction<Hearing, Docket, Optional<List<CommandOutcomes>>> unheld) {
        Lock(String sql, BiFunction<Hearing, Docket, Optional<List<CommandOutcomes>>> unheld) {
            this(Statement.query(sql, row -> row.getLong("meeting_id")), unheld);
        }
    }

    private record Applied(List<Optional<List<CommandOutcomes>>> outcomes, List<Committed> committed) {}
}
