package io.gavel.store.meeting;

import io.gavel.json.WireJson;
import io.gavel.meeting.Participant;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;

/** How a meeting's people are read. */
final class ParticipantRows {
    /** The columns are named as the fields on the wire. */
    private static final String PERSON = """
            SELECT x.user_id AS "userId", u.name AS "userName", x.role, wire_time(x.invited_at) AS "invitedAt",
                   wire_time(x.first_joined_at) AS "firstJoinedAt", wire_time(x.last_left_at) AS "lastLeftAt",
                   (x.attended_ms + coalesce(extract(epoch FROM now_ms() - x.inside_since) * 1000, 0))::bigint / 1000
                       AS "durationSeconds",
                   x.inside_since IS NOT NULL AS "isInMeeting", coalesce(live.is_muted, true) AS "isMuted",
                   coalesce(live.is_video_on, false) AS "isVideoOn",
                   coalesce(live.is_sharing_screen, false) AS "isSharingScreen",
                   x.hand_raised_seq IS NOT NULL AS "isHandRaised",
                   CASE WHEN x.hand_raised_seq IS NOT NULL THEN (
                       SELECT count(*) FROM meeting_participant o
                       WHERE o.meeting_id = x.meeting_id AND o.removed_at IS NULL
                         AND o.hand_raised_seq <= x.hand_raised_seq) END AS "handPosition",
                   x.in_media_since IS NOT NULL AS "isInMedia",
                   x.in_media_since IS NOT NULL AND x.inside_since IS NULL AS "viaJitsiOnly",
                   x.inside_since IS NOT NULL AND x.is_media_missing AS "notInMedia",
                   (x.media_ms + coalesce(extract(epoch FROM greatest(now_ms(), x.in_media_since) - x.in_media_since)
                                          * 1000, 0))::bigint / 1000 AS "mediaSeconds"
            FROM meeting_participant x
            JOIN app_user u ON u.id = x.user_id
            LEFT JOIN LATERAL (
                SELECT bool_and(is_muted) AS is_muted, bool_or(is_video_on) AS is_video_on,
                       bool_or(is_sharing_screen) AS is_sharing_screen
                FROM participant_session
                WHERE meeting_id = x.meeting_id AND user_id = x.user_id AND left_at IS NULL
            ) live ON x.inside_since IS NOT NULL
            WHERE x.meeting_id = #{meetingId} AND x.removed_at IS NULL
            """;

    private static final String HOST_FIRST = """
            ORDER BY x.role <> 'Host', x.invited_at, x.user_id COLLATE "C"
            """;

    /** All people of #{meetingId}, Host first, then by invitation. */
    static final String OF_MEETING = PERSON + HOST_FIRST;

    /** The people of #{meetingId} who are inside, in the same order. */
    static final String INSIDE = PERSON + " AND x.inside_since IS NOT NULL " + HOST_FIRST;

    /** Who is in the Jitsi rooms of #{meetingId} now, while it runs. */
    static final String OCCUPANTS = """
            SELECT o.nick AS "occupantId", p.user_id AS "userId", coalesce(u.name, o.name, o.nick) AS name,
                   wire_time(min(o.joined_at)) AS "joinedAt"
            FROM jitsi_occupant o
            JOIN meeting running ON running.id = o.meeting_id AND running.status = 'InProgress'
            LEFT JOIN meeting_participant p
                ON p.meeting_id = o.meeting_id AND p.user_id = o.user_id AND p.removed_at IS NULL
            LEFT JOIN app_user u ON u.id = p.user_id
            WHERE o.meeting_id = #{meetingId} AND o.left_at IS NULL
            GROUP BY o.occupant, o.nick, p.user_id, u.name, o.name
            ORDER BY min(o.joined_at), o.occupant COLLATE "C"
            """;

    private static final Statement<Participant> ONE = Statement.query(
            "SELECT to_json(person)::text AS person FROM (%s AND x.user_id = #{userId}) person".formatted(PERSON),
            row -> WireJson.decode(row.getString("person"), Participant.class));

    private ParticipantRows() {}

    /** A person of the meeting, unless removed. */
    static Future<Optional<Participant>> find(SqlClient client, long meetingId, String userId) {
        return ONE.on(client)
                .bind("meetingId", meetingId)
                .bind("userId", userId)
                .first();
    }
}
