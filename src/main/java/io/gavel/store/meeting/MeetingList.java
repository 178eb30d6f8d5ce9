package io.gavel.store.meeting;

import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingFilter;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of a user's meetings: one walk along the index of its memberships, from a place on. */
final class MeetingList {
    private static final String TEMPLATE = """
            SELECT %s
            FROM meeting_participant p
            JOIN meeting m ON m.id = p.meeting_id
            JOIN meeting_stream s ON s.meeting_id = m.id
            JOIN app_user h ON h.id = m.host_user_id
            WHERE p.user_id = #{caller} AND p.removed_at IS NULL%s
              AND (p.scheduled_at, p.meeting_id)
                  %s (coalesce(#{afterTime}::timestamptz, '%s'), coalesce(#{afterId}::bigint, 0))
              AND p.scheduled_at < coalesce(#{to}::timestamptz, 'infinity')
              AND p.scheduled_at > coalesce(#{from}::timestamptz - interval '1 day', '-infinity')
              AND (#{from}::timestamptz IS NULL
                   OR m.scheduled_at + make_interval(mins => m.duration_minutes) > #{from}::timestamptz)
              AND (#{statuses}::text[] IS NULL OR m.status::text = ANY (#{statuses}::text[]))
              AND (#{role}::text IS NULL OR p.role::text = #{role}::text)
              AND (#{conversationId}::bigint IS NULL OR m.conversation_id = #{conversationId}::bigint)
              AND (#{titlePart}::text IS NULL OR strpos(m.title_folded, #{titlePart}::text) > 0)
            ORDER BY p.scheduled_at %s, p.meeting_id %s
            LIMIT #{limit}
            """;
    private static final Statement<Meeting> ASCENDING = statement("", ">", "-infinity", "ASC");
    private static final Statement<Meeting> DESCENDING = statement("", "<", "infinity", "DESC");

    /** Those that are over are many, and the index of the others does not have them. */
    private static final String OPEN = " AND NOT p.is_over";

    private static final Statement<Meeting> OPEN_ASCENDING = statement(OPEN, ">", "-infinity", "ASC");
    private static final Statement<Meeting> OPEN_DESCENDING = statement(OPEN, "<", "infinity", "DESC");

    private MeetingList() {}

    /** One row more than the filter's limit, where there is one. */
    static Future<List<Meeting>> page(SqlClient client, String userId, MeetingFilter filter) {
        var after = filter.after();
        var titlePart = filter.titlePart();
        var role = filter.role();
        return statement(filter)
                .on(client)
                .bind("caller", userId)
                .bind("afterTime", after == null ? null : MeetingRows.timestamp(after.scheduledAt()))
                .bind("afterId", after == null ? null : after.id())
                .bind("from", MeetingRows.timestamp(filter.from()))
                .bind("to", MeetingRows.timestamp(filter.to()))
                .bind("statuses", statuses(filter))
                .bind("role", role == null ? null : role.wire())
                .bind("conversationId", filter.conversationId())
                .bind("titlePart", titlePart == null ? null : TitleSearch.fold(titlePart))
                .bind("limit", filter.limit() + 1)
                .list();
    }

    private static Statement<Meeting> statement(MeetingFilter filter) {
        var isOpen = !filter.statuses().isEmpty() && filter.statuses().stream().noneMatch(MeetingStatus::isOver);
        if (filter.ascending()) {
            return isOpen ? OPEN_ASCENDING : ASCENDING;
        }
        return isOpen ? OPEN_DESCENDING : DESCENDING;
    }

    private static String @Nullable [] statuses(MeetingFilter filter) {
        return filter.statuses().isEmpty()
                ? null
                : filter.statuses().stream().map(MeetingStatus::wire).toArray(String[]::new);
    }

    private static Statement<Meeting> statement(String which, String beyond, String start, String order) {
        return Statement.query(
                TEMPLATE.formatted(MeetingRows.COLUMNS, which, beyond, start, order, order), MeetingRows::meeting);
    }
}
