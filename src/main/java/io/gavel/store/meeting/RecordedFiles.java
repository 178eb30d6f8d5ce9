package io.gavel.store.meeting;

import io.gavel.identity.Caller;
import io.gavel.jitsi.FiledRecording;
import io.gavel.jitsi.RecordedFile;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingLink;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds the recordings that Jitsi made to the meetings that they are of. */
public final class RecordedFiles {
    private static final String FIND = """
            SELECT m.id, m.host_user_id,
                   EXISTS (SELECT FROM meeting_participant p
                           WHERE p.meeting_id = m.id AND p.user_id = #{initiator} AND p.removed_at IS NULL) AS is_member
            FROM meeting m
            WHERE %s
            """;
    private static final Statement<Found> FIND_BY_ROOM =
            Statement.query(FIND.formatted("lower(m.room_name COLLATE \"C\") = #{room}"), RecordedFiles::found);
    private static final Statement<Found> FIND_BY_ID =
            Statement.query(FIND.formatted("m.id = #{meetingId}"), RecordedFiles::found);

    /**
     * Where its people knew of the file before, it is no longer their word alone. Of two films for which only the links differ,
     * the beginnings do.
     */
    private static final Statement<Recording> FIND_SAME =
            Statement.query("""
            UPDATE meeting_recording
            SET is_filed = true, link = coalesce(link, #{link}),
                link_expires_at = coalesce(link_expires_at, #{linkExpiresAt})
            WHERE id = (SELECT id FROM meeting_recording
                        WHERE meeting_id = #{meetingId} AND file_url = #{fileUrl}
                          AND (NOT #{hasLink} OR started_at IS NOT DISTINCT FROM #{startedAt})
                        ORDER BY id LIMIT 1)
            RETURNING %s
            """.formatted(Recordings.COLUMNS), MeetingRows::recording);

    private final Database database;
    private final MeetingWrites writes;

    public RecordedFiles(Database database, MeetingWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** The same file again, also at the same moment on another node, is the recording that it was. */
    public Future<FiledRecording> file(RecordedFile file) {
        return database.read(client -> find(client, file)).compose(found -> {
            var meeting = found.orElseThrow(Problem::notFound);
            requireSame(file, meeting);
            return writes.change(author(file, meeting), meeting.id(), locked -> file(locked, file));
        });
    }

    /** The room decides where it is known: it is where the recorder has been, while an id may be anybody's word. */
    private static Future<Optional<Found>> find(SqlClient client, RecordedFile file) {
        var room = file.room();
        return room == null
                ? FIND_BY_ID
                        .on(client)
                        .bind("initiator", file.initiatorId())
                        .bind("meetingId", file.meetingId())
                        .first()
                : FIND_BY_ROOM
                        .on(client)
                        .bind("initiator", file.initiatorId())
                        .bind("room", room.room())
                        .first();
    }

    private static void requireSame(RecordedFile file, Found meeting) {
        var meetingId = file.meetingId();
        if (meetingId != null && meetingId != meeting.id()) {
            throw Problem.invalid("meetingId", "is of another meeting than the room");
        }
    }

    /** Whoever it is, Jitsi has its say about every meeting: the lock is not refused. */
    private static Caller author(RecordedFile file, Found meeting) {
        var initiator = file.initiatorId();
        var author = initiator != null && meeting.isMember() ? initiator : meeting.hostUserId();
        return new Caller(author, null, null, null, true, Instant.MAX);
    }

    private static Future<FiledRecording> file(LockedMeeting locked, RecordedFile file) {
        var link = file.link();
        return link == null
                ? Recordings.requireFree(locked, file.recording().fileUrl()).compose(free -> keep(locked, file, null))
                : keep(locked, file, link);
    }

    private static Future<FiledRecording> keep(LockedMeeting locked, RecordedFile file, @Nullable RecordingLink link) {
        return FIND_SAME
                .on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("fileUrl", file.recording().fileUrl())
                .bind("hasLink", link != null)
                .bind("link", link == null ? null : link.url())
                .bind("linkExpiresAt", link == null ? null : MeetingRows.timestamp(link.expiresAt()))
                .bind("startedAt", MeetingRows.timestamp(file.recording().startedAt()))
                .first()
                .compose(same -> same.isPresent()
                        ? Future.succeededFuture(new FiledRecording(same.get(), false))
                        : Recordings.add(locked, file.recording(), true, link)
                                .map(added -> new FiledRecording(added, true)));
    }

    private static Found found(Row row) {
        return new Found(row.getLong("id"), row.getString("host_user_id"), row.getBoolean("is_member"));
    }

    /** @param isMember whether who started the recording is one of the meeting's people */
    private record Found(long id, String hostUserId, boolean isMember) {}
}
