package io.gavel.store;

import io.gavel.config.Meetings;
import io.gavel.store.audit.AuditTrail;
import io.gavel.store.conversation.OldMessages;
import io.gavel.store.jitsi.MissingMedia;
import io.gavel.store.meeting.DueMeetings;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on time what no request asks for: closes joins that nothing confirmed, ends empty and endless meetings, cancels
 * no-shows, seals the audit, forgets what has outlived its use. Every node sweeps; each step takes its rows under a lock, or skips them.
 */
final class Sweep {
    /** What one statement deletes; it is repeated as long as there is more. */
    private static final int MOST_ROWS = 1000;

    private static final int MOST_MEETINGS = 5;
    private static final String LONG_UNSEEN = "last_seen_at <= statement_timestamp() - interval '90 days'";

    /** What Jitsi never told the end of is forgotten with a meeting's rooms. */
    private static final String LONG_OVER = "statement_timestamp() - interval '30 days' AND EXISTS ("
            + "SELECT FROM meeting m WHERE m.id = meeting_id AND m.ended_at <= statement_timestamp() - interval '30 days')";

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private static final Statement<Row> CLOSE_UNCONFIRMED = Statement.update("""
            UPDATE meeting_participant p
            SET is_unconfirmed = false, last_left_at = greatest(p.last_left_at, p.last_joined_at)
            FROM (SELECT meeting_id, user_id FROM meeting_participant
                  WHERE is_unconfirmed AND last_joined_at <= statement_timestamp() - make_interval(secs => #{unconfirmed})
                  ORDER BY last_joined_at LIMIT 1000 FOR UPDATE SKIP LOCKED) due
            WHERE p.meeting_id = due.meeting_id AND p.user_id = due.user_id
            """);

    /** Each deletes a bounded number of rows, so that none holds the others up. */
    private static final List<Statement<Row>> FORGET = List.of(
            forget("idempotency_key", "created_at <= statement_timestamp() - interval '24 hours'"),
            forget("command_result", "at <= statement_timestamp() - interval '24 hours'"),
            forget("forwarded_commands", "at <= statement_timestamp() - interval '10 minutes'"),
            forget("ticket", "expires_at <= statement_timestamp()"),
            forget("notification_read", "at <= statement_timestamp() - interval '1 day'"),
            forget("participant_session", "left_at <= statement_timestamp() - interval '24 hours'"),
            forget("jitsi_reservation", "gone_at <= statement_timestamp() - interval '30 days'"),
            forget("jitsi_reservation", "gone_at IS NULL AND asked_at <= " + LONG_OVER),
            forget("jitsi_occupant", "left_at IS NULL AND changed_at <= " + LONG_OVER),
            forget("jitsi_event", "received_at <= statement_timestamp() - interval '30 days'"),
            forget("jitsi_control", "taken_at <= statement_timestamp() - interval '24 hours'"),
            forget("password_attempt", "attempted_at <= statement_timestamp() - interval '1 hour'"),
            forget("rate_spending", "earned_at <= statement_timestamp()"),
            forget("presence", LONG_UNSEEN + " AND NOT hides_last_seen"),
            // What its owner has set stays.
            Statement.update("UPDATE presence SET last_seen_at = NULL WHERE user_id = ANY (ARRAY("
                    + "SELECT user_id FROM presence WHERE " + LONG_UNSEEN + " AND hides_last_seen LIMIT " + MOST_ROWS
                    + " FOR UPDATE SKIP LOCKED))"));

    private static final Statement<Row> FORGET_NOTIFICATIONS =
            forget("notification", "read_at <= statement_timestamp() - make_interval(days => #{days})");

    private static final Statement<Row> FORGET_EVENTS = Statement.update("""
            WITH due AS (
                SELECT m.id, s.seq FROM meeting m JOIN meeting_stream s ON s.meeting_id = m.id
                WHERE m.ended_at <= statement_timestamp() - make_interval(days => #{eventDays}) AND m.keeps_events
                ORDER BY m.ended_at LIMIT #{meetings} FOR UPDATE OF s SKIP LOCKED
            ), gone AS (
                DELETE FROM meeting_event e USING due WHERE e.meeting_id = due.id AND e.seq <= due.seq
            ), stays AS (
                DELETE FROM jitsi_occupant o USING due WHERE o.meeting_id = due.id
            ), floor AS (
                UPDATE meeting_stream s SET floor_seq = due.seq FROM due WHERE s.meeting_id = due.id
            )
            UPDATE meeting m SET keeps_events = false, rooms_due_at = NULL FROM due WHERE m.id = due.id
            """);

    private final Vertx vertx;
    private final Database database;
    private final OldMessages messages;
    private final DueMeetings dueMeetings;
    private final MissingMedia missingMedia;
    private final AuditTrail audit;
    private final Meetings periods;
    private long timer = -1;
    private boolean stopped;
    private Future<?> round = Future.succeededFuture();

    Sweep(Vertx vertx, Database database, DueMeetings dueMeetings, MissingMedia missingMedia, Meetings periods) {
        this.vertx = vertx;
        this.database = database;
        this.messages = new OldMessages(database, periods.messageDays());
        this.dueMeetings = dueMeetings;
        this.missingMedia = missingMedia;
        this.audit = new AuditTrail(database, periods.auditDays());
        this.periods = periods;
    }

    /** Sweeps again and again, each round a little early or late so that nodes do not march in step. */
    void start() {
        if (!stopped) {
            var millis = periods.sweepEvery().toMillis();
            timer = vertx.setTimer(
                    Math.max(1, millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1)), id -> round = run());
        }
    }

    /** Ends when the round that runs has come to a halt. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return round.otherwiseEmpty().mapEmpty();
    }

    private Future<?> run() {
        return goOn(closeUnconfirmed())
                .compose(closed -> goOn(dueMeetings.settle(() -> !stopped)))
                .compose(settled -> goOn(missingMedia.find(() -> !stopped)))
                .compose(found -> repeat(AuditTrail.MOST_SEALED, audit::seal))
                .compose(done -> forget())
                .onComplete(done -> start());
    }

    private Future<Integer> closeUnconfirmed() {
        return database.read(client -> CLOSE_UNCONFIRMED
                .on(client)
                .bind("unconfirmed", (double) periods.unconfirmed().toSeconds())
                .count());
    }

    private Future<Void> forget() {
        var forgotten = Future.<Void>succeededFuture();
        for (var statement : FORGET) {
            forgotten = forgotten.compose(done -> repeat(
                    MOST_ROWS,
                    () -> database.read(client -> statement.on(client).count())));
        }
        return forgotten
                .compose(done -> repeat(MOST_ROWS, this::forgetNotifications))
                .compose(done -> repeat(OldMessages.MOST, messages::forget))
                .compose(done -> repeat(MOST_MEETINGS, this::forgetEvents))
                .compose(done -> repeat(AuditTrail.MOST_ROWS, audit::forgetSeals))
                .compose(done -> repeat(AuditTrail.MOST_ROWS, audit::forget));
    }

    /** Takes the step as long as it does as much as it can at once. */
    private Future<Void> repeat(int most, Supplier<Future<Integer>> step) {
        return stopped
                ? Future.succeededFuture()
                : goOn(step.get()
                        .compose(count -> count == most ? repeat(most, step) : Future.<Void>succeededFuture()));
    }

    /** One step that fails does not keep the others from being taken. */
    private static Future<Void> goOn(Future<?> step) {
        return step.<Void>mapEmpty().otherwise(failure -> {
            LOG.warn("the sweep leaves something for its next round: {}", failure.getMessage());
            return null;
        });
    }

    private Future<Integer> forgetNotifications() {
        return database.read(client -> FORGET_NOTIFICATIONS
                .on(client)
                .bind("days", periods.notificationDays())
                .count());
    }

    private Future<Integer> forgetEvents() {
        return database.read(client -> FORGET_EVENTS
                .on(client)
                .bind("eventDays", periods.eventDays())
                .bind("meetings", MOST_MEETINGS)
                .count());
    }

    private static Statement<Row> forget(String table, String due) {
        return Statement.update("""
                DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM %1$s WHERE %2$s LIMIT %3$d FOR UPDATE SKIP LOCKED))
                """.formatted(table, due, MOST_ROWS));
    }
}
