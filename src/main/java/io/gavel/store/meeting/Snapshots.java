package io.gavel.store.meeting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.event.StreamRequests.ReadSnapshot;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.json.RawJson;
import io.gavel.json.WireJson;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads meetings as whoever joins finds them. */
public final class Snapshots {
    /** One statement, hence one moment: meeting, people and recording agree with its seq. */
    private static final Statement<Snapshot> READ = Statement.query(
            """
            SELECT %s, s.epoch || '.' || (SELECT database_identity()) AS epoch, s.recording_by, s.recording_since,
                   (SELECT coalesce(json_agg(person), '[]')::text FROM (%s) person) AS participants,
                   (SELECT coalesce(json_agg(occupant), '[]')::text FROM (%s) occupant) AS occupants
            FROM %s
            WHERE m.id = #{meetingId}
            """.formatted(MeetingRows.COLUMNS, ParticipantRows.INSIDE, ParticipantRows.OCCUPANTS, MeetingRows.TABLES),
            Snapshots::snapshot);

    private final Database database;

    public Snapshots(Database database) {
        this.database = database;
    }

    /** Problems: NOT_FOUND. */
    public Future<Snapshot> read(ReadSnapshot read) {
        return database.read(client -> READ.on(client)
                        .bind("meetingId", read.meetingId())
                        .bind("caller", null)
                        .first())
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** The same for everybody, hence without anyone's role. */
    static Snapshot snapshot(Row row) {
        var meeting = WireJson.tree(MeetingRows.meeting(row));
        meeting.remove("role");
        var participants = new RawJson(row.getString("participants"));
        var state = new State(meeting, participants, recording(row), new RawJson(row.getString("occupants")));
        return new Snapshot(row.getString("epoch"), row.getLong("seq"), WireJson.encode(state));
    }

    private static @Nullable Recording recording(Row row) {
        var startedBy = row.getString("recording_by");
        return startedBy == null ? null : new Recording(startedBy, MeetingRows.instant(row, "recording_since"));
    }

    private record State(
            ObjectNode meeting,
            RawJson participants,
            @Nullable Recording recording,
            RawJson occupants) {}

    private record Recording(String startedBy, Instant startedAt) {}
}
