package io.gavel.store.meeting;

import io.gavel.config.Meetings;
import io.gavel.event.MeetingEvent;
import io.gavel.store.jitsi.RoomLooks;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the meetings whose time has come: empty ones, endless ones, and those to which nobody came. None is empty while Jitsi
 * is known to have a room for it: people may be there whom no session shows. That is believed for a while and not for ever,
 * for the word that takes it back may have been lost.
 */
public final class DueMeetings {
    private static final Logger LOG = LoggerFactory.getLogger(DueMeetings.class);

    // What is due, by the database's clock. statement_timestamp() stands still within a statement, and so may bound an
    // index; now_ms() may not.

    private static final Statement<Long> NO_SHOWS = Statement.query("""
            SELECT id FROM meeting
            WHERE status = 'Scheduled' AND scheduled_at <= statement_timestamp() - make_interval(secs => #{noShow})
              AND scheduled_at + make_interval(mins => duration_minutes, secs => #{noShow}) <= statement_timestamp()
            ORDER BY scheduled_at LIMIT 100
            """, row -> row.getLong("id"));

    /** When we last heard of meeting m, from whomever. */
    private static final String HEARD = """
            (SELECT greatest(m.started_at, max(p.last_left_at), max(p.last_joined_at),
                             (SELECT max(changed_at) FROM jitsi_occupant WHERE meeting_id = m.id),
                             (SELECT max(greatest(asked_at, gone_at)) FROM jitsi_reservation WHERE meeting_id = m.id),
                             (SELECT max(seen_at) FROM jitsi_control WHERE kind = 'observe' AND meeting_id = m.id))
             FROM meeting_participant p WHERE p.meeting_id = m.id)""";

    /** By what Jitsi has told of meeting m and not taken back, there is somebody in one of its rooms. */
    private static final String TOLD = """
            (EXISTS (SELECT FROM jitsi_occupant WHERE meeting_id = m.id AND left_at IS NULL)
             OR EXISTS (SELECT FROM jitsi_reservation WHERE meeting_id = m.id AND gone_at IS NULL))""";

    /** Where Jitsi tells who is in a room, that says more than the room's coming and going. */
    private static final String EMPTY_SINCE = """
            (SELECT greatest(m.started_at, max(p.last_left_at), max(p.last_joined_at),
                             (SELECT max(least(left_at, changed_at)) FROM jitsi_occupant WHERE meeting_id = m.id),
                             (SELECT max(coalesce(gone_at, asked_at)) FROM jitsi_reservation r
                              WHERE r.meeting_id = m.id
                                AND NOT EXISTS (SELECT FROM jitsi_occupant o
                                                WHERE o.meeting_id = r.meeting_id AND o.room = r.room)),
                             (SELECT max(seen_at) FROM jitsi_control WHERE kind = 'observe' AND meeting_id = m.id))
             FROM meeting_participant p WHERE p.meeting_id = m.id)""";

    private static final Statement<Long> RUNNING =
            Statement.query("""
            SELECT id FROM meeting m
            WHERE status = 'InProgress'
              AND (greatest(started_at, scheduled_at) + make_interval(secs => #{longest}) <= statement_timestamp()
                   OR scheduled_at + make_interval(mins => duration_minutes) <= statement_timestamp()
                      AND NOT EXISTS (SELECT FROM participant_session WHERE meeting_id = m.id AND left_at IS NULL)
                      AND %1$s <= statement_timestamp() - make_interval(secs => #{empty})
                      AND %3$s
                      AND (NOT %2$s
                           OR greatest(scheduled_at + make_interval(mins => duration_minutes), %1$s)
                               <= statement_timestamp() - make_interval(secs => #{evidence})))
            ORDER BY scheduled_at LIMIT 100
            """.formatted(HEARD, TOLD, RoomLooks.permit(HEARD)), row -> row.getLong("id"));

    /** Judges one meeting once more, under its lock. */
    private static final Statement<Due> JUDGE = Statement.query(
            """
            SELECT m.status = 'Scheduled' AND planned.until + make_interval(secs => #{noShow}) <= now.at AS is_no_show,
                   m.status = 'InProgress' AND planned.until <= now.at
                       AND NOT EXISTS (SELECT FROM participant_session WHERE meeting_id = m.id AND left_at IS NULL)
                       AND heard.at <= now.at - make_interval(secs => #{empty}) AND %s
                       AND (NOT told.it
                            OR greatest(planned.until, heard.at) <= now.at - make_interval(secs => #{evidence})) AS is_empty,
                   m.status = 'InProgress'
                       AND greatest(m.started_at, m.scheduled_at) + make_interval(secs => #{longest}) <= now.at
                       AS is_too_long,
                   told.it AS is_told,
                   coalesce(%s, now.at) AS empty_since
            FROM (SELECT now_ms() AS at) now, meeting m
            CROSS JOIN LATERAL (SELECT m.scheduled_at + make_interval(mins => m.duration_minutes) AS until) planned
            CROSS JOIN LATERAL (SELECT %s AS at) heard
            CROSS JOIN LATERAL (SELECT %s AS it) told
            WHERE m.id = #{meetingId}
            """.formatted(RoomLooks.permit("heard.at"), EMPTY_SINCE, HEARD, TOLD),
            row -> new Due(
                    Boolean.TRUE.equals(row.getBoolean("is_no_show")),
                    Boolean.TRUE.equals(row.getBoolean("is_empty")),
                    Boolean.TRUE.equals(row.getBoolean("is_too_long")),
                    row.getBoolean("is_told"),
                    MeetingRows.instant(row, "empty_since")));

    private final Database database;
    private final Commits commits;
    private final MeetingEndings endings;
    private final Meetings periods;
    private final boolean observes;

    /** @param observes whether rooms in Jitsi can be looked into, before a meeting is ended for its emptiness */
    public DueMeetings(Database database, Commits commits, MeetingEndings endings, Meetings periods, boolean observes) {
        this.database = database;
        this.commits = commits;
        this.endings = endings;
        this.periods = periods;
        this.observes = observes;
    }

    /**
     * Settles what is due now, one transaction each; a meeting that somebody holds is left for the next round.
     *
     * @param goesOn asked before each, so that a node that goes down need not finish the round
     */
    public Future<Void> settle(BooleanSupplier goesOn) {
        return database.read(this::find).compose(due -> settle(due, 0, goesOn));
    }

    private Future<List<Long>> find(SqlClient client) {
        return NO_SHOWS.on(client)
                .bind("noShow", seconds(periods.noShow()))
                .list()
                .compose(noShows -> RUNNING.on(client)
                        .bind("empty", seconds(periods.empty()))
                        .bind("observes", observes)
                        .bind("longest", seconds(periods.longest()))
                        .bind("evidence", seconds(periods.evidence()))
                        .list()
                        .map(running -> Stream.concat(running.stream(), noShows.stream())
                                .toList()));
    }

    private Future<Void> settle(List<Long> due, int next, BooleanSupplier goesOn) {
        if (next == due.size() || !goesOn.getAsBoolean()) {
            return Future.succeededFuture();
        }
        return settle(due.get(next))
                .otherwise(failure -> {
                    LOG.warn("meeting {} could not be settled: {}", due.get(next), failure.getMessage());
                    return null;
                })
                .compose(settled -> settle(due, next + 1, goesOn));
    }

    private Future<Void> settle(long meetingId) {
        return commits.write(transaction -> LockedMeeting.tryLock(transaction, meetingId)
                .compose(locked -> locked.isEmpty() ? Future.succeededFuture() : settle(locked.get())));
    }

    /** A room that is coming about just now is a sign of life. */
    private Future<Void> settle(LockedMeeting locked) {
        return locked.tryHold()
                .compose(held -> held
                        ? judge(locked.connection(), locked.id()).compose(due -> settle(locked, due))
                        : Future.succeededFuture());
    }

    private Future<Due> judge(SqlConnection connection, long meetingId) {
        return JUDGE.on(connection)
                .bind("meetingId", meetingId)
                .bind("noShow", seconds(periods.noShow()))
                .bind("empty", seconds(periods.empty()))
                .bind("observes", observes)
                .bind("longest", seconds(periods.longest()))
                .bind("evidence", seconds(periods.evidence()))
                .one();
    }

    private Future<Void> settle(LockedMeeting locked, Due due) {
        if (due.isNoShow()) {
            return endings.cancel(locked, "no_show", MeetingEvent.SYSTEM);
        }
        if (due.isEmpty()) {
            if (due.isTold()) {
                LOG.info("meeting {} is over: nothing was heard of it since Jitsi told of people in it", locked.id());
            }
            return endings.complete(locked, due.emptySince(), MeetingEvent.SYSTEM, "empty");
        }
        return due.isTooLong()
                ? endings.complete(locked, locked.now(), MeetingEvent.SYSTEM, "time")
                : Future.succeededFuture();
    }

    private static double seconds(Duration period) {
        return period.toSeconds();
    }

    /**
     * How a meeting is due; in none of the ways when somebody was faster.
     *
     * @param isTold whether Jitsi has told of people in it and not taken that back
     */
    private record Due(boolean isNoShow, boolean isEmpty, boolean isTooLong, boolean isTold, Instant emptySince) {}
}
