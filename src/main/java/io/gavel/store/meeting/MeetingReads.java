package io.gavel.store.meeting;

import io.gavel.json.RawJson;
import io.gavel.json.WireJson;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingCounts;
import io.gavel.meeting.MeetingDetail;
import io.gavel.meeting.MeetingFilter;
import io.gavel.meeting.MeetingPage;
import io.gavel.meeting.MeetingRequests.CountMeetings;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.meeting.MeetingRequests.ListMeetings;
import io.gavel.meeting.MeetingStatus;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/** Finds and lists meetings. */
public final class MeetingReads {
    /** One statement, hence one snapshot: meeting, people and recordings agree with its seq. */
    private static final Statement<MeetingDetail> DETAIL = Statement.query(
            """
            SELECT %s, wire_epoch(s.epoch) AS epoch,
                   (SELECT coalesce(json_agg(person), '[]')::text FROM (%s) person) AS participants,
                   (SELECT coalesce(json_agg(recording), '[]')::text FROM (%s) recording) AS recordings,
                   (SELECT coalesce(json_agg(occupant), '[]')::text FROM (%s) occupant) AS occupants
            FROM %s
            WHERE m.id = #{meetingId}
            """.formatted(
                            MeetingRows.COLUMNS,
                            ParticipantRows.OF_MEETING,
                            Recordings.OF_MEETING,
                            ParticipantRows.OCCUPANTS,
                            MeetingRows.TABLES),
            row -> new MeetingDetail(
                    MeetingRows.meeting(row),
                    row.getString("epoch"),
                    new RawJson(row.getString("participants")),
                    new RawJson(row.getString("recordings")),
                    new RawJson(row.getString("occupants"))));

    private static final Statement<Row> AUDIT = Statement.update("""
            INSERT INTO audit_entry (at, action, actor, meeting_id)
            VALUES (now_ms(), 'meeting_read', #{userId}, #{meetingId})
            """);

    private static final Statement<MeetingCounts> COUNTS = Statement.query(
            "SELECT coalesce(json_object_agg(status, n), '{}')::text AS counts"
                    + " FROM (SELECT status, count(*) AS n FROM meeting GROUP BY status) c",
            row -> {
                var counts = new EnumMap<MeetingStatus, Long>(MeetingStatus.class);
                var found = WireJson.decodeObject(row.getString("counts"));
                for (var status : MeetingStatus.values()) {
                    counts.put(status, ((Number) found.getOrDefault(status.wire(), 0)).longValue());
                }
                return new MeetingCounts(counts);
            });

    private final Database database;

    public MeetingReads(Database database) {
        this.database = database;
    }

    public Future<MeetingDetail> find(FindMeeting find) {
        return database.read(client -> detail(
                        client, find.meetingId(), find.caller().userId())
                .compose(found -> judge(client, find, found.orElseThrow(Problem::notFound))));
    }

    /** What an admin sees who is no member is audited before it is seen. */
    private static Future<MeetingDetail> judge(SqlClient client, FindMeeting find, MeetingDetail detail) {
        if (detail.meeting().role() != null) {
            return Future.succeededFuture(detail);
        }
        if (!find.caller().admin()) {
            throw Problem.notFound();
        }
        return AUDIT.on(client)
                .bind("userId", find.caller().userId())
                .bind("meetingId", find.meetingId())
                .count()
                .map(detail);
    }

    /** The meeting as this user sees it, whether or not it may. */
    static Future<Optional<MeetingDetail>> detail(SqlClient client, long meetingId, String userId) {
        return DETAIL.on(client)
                .bind("meetingId", meetingId)
                .bind("caller", userId)
                .first();
    }

    public Future<MeetingPage> list(ListMeetings list) {
        var filter = list.filter();
        return database.read(client -> MeetingList.page(client, list.caller().userId(), filter))
                .map(found -> page(found, filter));
    }

    public Future<MeetingCounts> count(CountMeetings count) {
        return database.read(client -> COUNTS.on(client).one());
    }

    /** One row more than asked for was read: its presence tells that there is a next page. */
    private static MeetingPage page(List<Meeting> found, MeetingFilter filter) {
        if (found.size() <= filter.limit()) {
            return new MeetingPage(found, null);
        }
        var items = found.subList(0, filter.limit());
        var last = items.get(items.size() - 1);
        return new MeetingPage(
                List.copyOf(items), new MeetingFilter.Place(last.scheduledAt(), last.id()).cursor(filter.ascending()));
    }
}
