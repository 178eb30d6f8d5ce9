package io.gavel.bench.growth;

import io.gavel.bench.server.Server;
import java.util.List;

/** Fills tables by SQL, as the node's own writes would have filled them in the course of time. */
final class Rows {
    private static final String MEETINGS = """
            SET search_path = gavel;
            CREATE OR REPLACE FUNCTION pg_temp.person(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
                AS $$ SELECT '00000000-0000-4000-8000-' || lpad(n::text, 12, '0') $$;
            CREATE TEMP TABLE wanted AS
                SELECT n, j, pg_temp.person(%3$s) AS user_id
                FROM generate_series((SELECT count(*) + 1 FROM meeting WHERE title = '%1$s'), %2$d) n,
                     generate_series(0, %4$d - 1) j;
            INSERT INTO app_user (id, name) SELECT DISTINCT user_id, 'User ' || user_id FROM wanted ON CONFLICT DO NOTHING;
            WITH made AS (
                INSERT INTO meeting (title, title_folded, room_name, status, host_user_id, scheduled_at, duration_minutes,
                    time_zone, started_at, ended_at, recording_enabled, created_at)
                SELECT '%1$s', lower('%1$s'), '%1$s-' || n,
                    (CASE WHEN is_open THEN 'InProgress' ELSE 'Completed' END)::meeting_status_types, user_id,
                    started_at, 1440, 'UTC', started_at, CASE WHEN NOT is_open THEN now_ms() END, false, started_at
                FROM (SELECT *, n > %2$d - %5$d AS is_open, now_ms() - (%2$d - n) * interval '1 second' AS started_at
                      FROM wanted WHERE j = 0) w
                ORDER BY n
                RETURNING id, split_part(room_name, '-', 2)::int AS n, scheduled_at, created_at,
                    ended_at
            ), stream AS (
                INSERT INTO meeting_stream (meeting_id) SELECT id FROM made
            ), people AS (
                INSERT INTO meeting_participant (meeting_id, user_id, role, scheduled_at, invited_at, is_admitted,
                    is_over)
                SELECT id, user_id, (CASE j WHEN 0 THEN 'Host' ELSE 'Participant' END)::mp_role_types, scheduled_at,
                    created_at, ended_at IS NULL, ended_at IS NOT NULL FROM made JOIN wanted USING (n)
            ), chat AS (
                INSERT INTO conversation (kind, meeting_id, created_at) SELECT 'meeting', id, created_at FROM made
                RETURNING id, meeting_id, created_at
            ), chat_stream AS (
                INSERT INTO conversation_stream (conversation_id, active_at) SELECT id, created_at FROM chat
            ), chat_members AS (
                INSERT INTO conversation_member (conversation_id, user_id, joined_at)
                SELECT chat.id, user_id, chat.created_at
                FROM chat JOIN made ON made.id = chat.meeting_id JOIN wanted USING (n)
            )
            INSERT INTO notification (user_id, type, meeting_id, created_at)
            SELECT user_id, 'meeting_invitation', id, created_at FROM made JOIN wanted USING (n) WHERE j > 0;
            UPDATE meeting SET status = 'Completed', ended_at = now_ms()
            WHERE title = '%1$s' AND ended_at IS NULL AND split_part(room_name, '-', 2)::int <= %2$d - %5$d;
            DROP TABLE wanted;
            """;

    private static final String EVENTS = """
            SET search_path = gavel;
            INSERT INTO meeting_event (meeting_id, seq, type, body, actor, at)
            SELECT s.meeting_id, n, 'user_audio_status',
                json_build_object('userId', m.host_user_id, 'userName', 'User', 'isMuted', n %% 2 = 0), m.host_user_id,
                now_ms()
            FROM meeting_stream s JOIN meeting m ON m.id = s.meeting_id, generate_series(s.seq + 1, %2$d) n
            WHERE s.meeting_id = %1$s;
            INSERT INTO command_result (meeting_id, actor, command_id, request_hash, seq, at)
            SELECT meeting_id, actor, gen_random_uuid()::text, sha256(seq::text::bytea), seq, at
            FROM meeting_event WHERE meeting_id = %1$s ORDER BY seq;
            UPDATE meeting_stream SET seq = greatest(seq, %2$d) WHERE meeting_id = %1$s;
            """;

    private Rows() {}

    /**
     * Makes meetings until there are so many with this title; all their people are invited, and let in.
     *
     * @param title a single word
     * @param open so many of the last are in progress, the others are over
     * @param person the number of the user in place j, from 0 for the host, of meeting n, from 1, in SQL
     * @return the meetings' ids, in the order of n
     */
    static List<String> meetings(Server server, String title, int wanted, int open, int size, String person) {
        server.execute(MEETINGS.formatted(title, wanted, person, size, open));
        settle(server);
        return server.column("SELECT id FROM gavel.meeting WHERE title = '" + title + "' ORDER BY id");
    }

    /** Makes a meeting's stream so long, by commands whose results are still kept. */
    static void events(Server server, String meetingId, int wanted) {
        server.execute(EVENTS.formatted(meetingId, wanted));
        settle(server);
    }

    /** As the database is a while later, so that what it does for its own sake is not measured. */
    private static void settle(Server server) {
        server.execute("VACUUM ANALYZE", "CHECKPOINT");
    }
}
