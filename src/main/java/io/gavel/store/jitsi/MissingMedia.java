package io.gavel.store.jitsi;

import io.gavel.event.MeetingEvent;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds people who are in a meeting for a while and not in its room in Jitsi. Only where Jitsi has ever told of somebody in
 * the room: a deployment that tells nothing would have everybody missing.
 */
public final class MissingMedia {
    private static final Logger LOG = LoggerFactory.getLogger(MissingMedia.class);

    private static final String DUE = """
            p.inside_since <= statement_timestamp() - make_interval(secs => #{missing}) AND p.in_media_since IS NULL
              AND NOT p.is_media_missing AND p.removed_at IS NULL
              AND NOT EXISTS (
                  SELECT FROM jitsi_occupant o
                  WHERE o.meeting_id = p.meeting_id AND o.user_id = p.user_id
                    AND o.changed_at > statement_timestamp() - make_interval(secs => #{missing}))
            """;
    private static final Statement<Long> FIND = Statement.query("""
            SELECT m.id FROM meeting m
            WHERE m.status = 'InProgress' AND EXISTS (SELECT FROM jitsi_occupant WHERE meeting_id = m.id)
              AND EXISTS (SELECT FROM meeting_participant p WHERE p.meeting_id = m.id AND %s)
            ORDER BY m.scheduled_at LIMIT 100
            """.formatted(DUE), row -> row.getLong("id"));
    private static final Statement<MeetingEvent> MARK = Statement.query(
            """
            UPDATE meeting_participant p SET is_media_missing = true
            FROM app_user u
            WHERE p.meeting_id = #{meetingId} AND u.id = p.user_id AND %s
            RETURNING p.user_id, u.name
            """.formatted(DUE), row -> MeetingEvent.userMediaMissing(row.getString("user_id"), row.getString("name")));

    private final Database database;
    private final Commits commits;
    private final double missing;

    /** @param missing how long somebody may be inside, or since the last device went, without being in Jitsi */
    public MissingMedia(Database database, Commits commits, Duration missing) {
        this.database = database;
        this.commits = commits;
        this.missing = missing.toMillis() / 1000.0;
    }

    /**
     * Tells of whoever is missing now; a meeting that somebody holds is left for the next round.
     *
     * @param goesOn asked before each meeting
     */
    public Future<Void> find(BooleanSupplier goesOn) {
        return database.read(client -> FIND.on(client).bind("missing", missing).list())
                .compose(found -> mark(found, 0, goesOn));
    }

    private Future<Void> mark(List<Long> found, int next, BooleanSupplier goesOn) {
        if (next == found.size() || !goesOn.getAsBoolean()) {
            return Future.succeededFuture();
        }
        return mark(found.get(next))
                .otherwise(failure -> {
                    LOG.warn("who misses meeting {} in Jitsi was not told: {}", found.get(next), failure.getMessage());
                    return null;
                })
                .compose(marked -> mark(found, next + 1, goesOn));
    }

    private Future<Void> mark(long meetingId) {
        return commits.write(transaction -> LockedMeeting.tryLock(transaction, meetingId)
                .compose(locked -> locked.isEmpty()
                        ? Future.succeededFuture()
                        : MARK.on(transaction.connection())
                                .bind("meetingId", meetingId)
                                .bind("missing", missing)
                                .list()
                                .compose(locked.get()::append)));
    }
}
