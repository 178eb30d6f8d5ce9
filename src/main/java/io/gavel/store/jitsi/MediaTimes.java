package io.gavel.store.jitsi;

import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** For how long people were in Jitsi: the union of their devices' stays, as far as these lie within the meeting. */
public final class MediaTimes {
    /**
     * Reckoned anew from all stays, in whatever order they were told. Stays that meet are one island; what of it is after
     * the meeting's end, or after now by our clock, does not count. Who was in since the join, or in the second before it
     * (the source's times are cut to seconds), has confirmed it.
     */
    private static final String RECKON = """
            WITH stay AS (
                SELECT o.user_id, least(greatest(o.joined_at, m.started_at), coalesce(m.ended_at, now_ms())) AS since,
                       CASE WHEN o.left_at IS NULL AND m.ended_at IS NULL THEN 'infinity'
                            ELSE least(greatest(o.left_at, o.joined_at, m.started_at), coalesce(m.ended_at, now_ms()))
                       END AS until
                FROM jitsi_occupant o JOIN meeting m ON m.id = o.meeting_id
                WHERE o.meeting_id = #{meetingId} AND o.user_id IS NOT NULL AND m.keeps_events
                  %s
            ), before AS (
                SELECT *, max(until) OVER (PARTITION BY user_id ORDER BY since, until
                                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
                FROM stay
            ), counted AS (
                SELECT *, count(*) FILTER (WHERE reached IS NULL OR since > reached)
                              OVER (PARTITION BY user_id ORDER BY since, until ROWS UNBOUNDED PRECEDING) AS island
                FROM before
            ), island AS (
                SELECT user_id, min(since) AS since, max(until) AS until FROM counted GROUP BY user_id, island
            ), person AS (
                SELECT user_id, min(since) FILTER (WHERE until = 'infinity') AS in_since,
                       coalesce(sum(extract(epoch FROM until - since) * 1000) FILTER (WHERE until <> 'infinity'), 0)
                           AS millis,
                       max(until) AS last_in
                FROM island GROUP BY user_id
            )
            UPDATE meeting_participant p
            SET in_media_since = person.in_since, media_ms = person.millis::bigint,
                is_media_missing = p.is_media_missing AND person.in_since IS NULL,
                is_unconfirmed = p.is_unconfirmed AND person.last_in + interval '1 second' <= p.last_joined_at
            FROM person
            WHERE p.meeting_id = #{meetingId} AND p.user_id = person.user_id
            """;

    private static final Statement<Row> RECKON_ALL = Statement.update(RECKON.formatted(""));

    /** Apart from several: with one value PostgreSQL finds the stays by it, also before it has statistics. */
    private static final Statement<Row> RECKON_ONE = Statement.update(RECKON.formatted("AND o.user_id = #{user}"));

    private static final Statement<Row> RECKON_SOME =
            Statement.update(RECKON.formatted("AND o.user_id = ANY (#{users}::text[])"));

    private MediaTimes() {}

    /**
     * Brings the people's times up to date, and confirms the joins of those who were in since.
     *
     * @param users null for everybody
     */
    public static Future<Void> reckon(LockedMeeting meeting, @Nullable Collection<String> users) {
        if (users == null) {
            return reckon(RECKON_ALL.on(meeting.connection()), meeting);
        }
        return switch (users.size()) {
            case 0 -> Future.succeededFuture();
            case 1 -> {
                var user = users.iterator().next();
                yield reckon(RECKON_ONE.on(meeting.connection()).bind("user", user), meeting);
            }
            default -> {
                var some = users.toArray(String[]::new);
                yield reckon(RECKON_SOME.on(meeting.connection()).bind("users", some), meeting);
            }
        };
    }

    private static Future<Void> reckon(Statement<Row>.Execution statement, LockedMeeting meeting) {
        return statement.bind("meetingId", meeting.id()).count().mapEmpty();
    }
}
