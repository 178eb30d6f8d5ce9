package io.gavel.store.meeting;

import io.gavel.bus.Done;
import io.gavel.conversation.SystemMessage;
import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.MeetingRequests.AddRecording;
import io.gavel.meeting.MeetingRequests.FindRecording;
import io.gavel.meeting.MeetingRequests.ListRecordings;
import io.gavel.meeting.MeetingRequests.WatchRecording;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.NewRecording;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingLink;
import io.gavel.meeting.RecordingList;
import io.gavel.meeting.Role;
import io.gavel.meeting.Visibility;
import io.gavel.meeting.WatchedRecording;
import io.gavel.problem.Problem;
import io.gavel.store.conversation.MeetingChat;
import io.gavel.store.notification.Notifications;
import io.gavel.store.sql.Answers;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is known of a meeting's recordings; their files come late, hence also when it is over. */
public final class Recordings {
    /** The recordings of #{meetingId} as they were added; columns are named as the fields on the wire. */
    static final String OF_MEETING = """
            SELECT r.id, r.meeting_id AS "meetingId", r.file_url AS "fileUrl", r.file_name AS "fileName",
                   r.size_bytes AS "sizeBytes", r.duration_seconds AS "durationSeconds", r.format,
                   wire_time(r.started_at) AS "startedAt", r.created_by AS "createdBy", wire_time(r.created_at) AS "createdAt"
            FROM meeting_recording r
            WHERE r.meeting_id = #{meetingId}
            ORDER BY r.id
            """;

    /** What {@link MeetingRows#recording} reads. */
    public static final String COLUMNS = "id, meeting_id, file_url, file_name, size_bytes, duration_seconds, format,"
            + " started_at, created_by, created_at";

    private static final Statement<Recording> INSERT = Statement.query("""
            INSERT INTO meeting_recording (meeting_id, file_url, file_name, size_bytes, duration_seconds, format,
                started_at, created_by, created_at, is_filed, link, link_expires_at)
            VALUES (#{meetingId}, #{fileUrl}, #{fileName}, #{sizeBytes}, #{durationSeconds}, #{format},
                #{startedAt}, #{createdBy}, #{now}, #{isFiled}, #{link}, #{linkExpiresAt})
            RETURNING %s
            """.formatted(COLUMNS), MeetingRows::recording);
    private static final Statement<Boolean> MEMBERSHIP = Statement.query("""
            SELECT EXISTS (SELECT FROM meeting_participant
                           WHERE meeting_id = m.id AND user_id = #{userId} AND removed_at IS NULL) AS is_member
            FROM meeting m WHERE m.id = #{meetingId}
            """, row -> row.getBoolean("is_member"));
    private static final Statement<Viewer> VIEWER = Statement.query("""
            SELECT (SELECT p.role FROM meeting_participant p
                    WHERE p.meeting_id = m.id AND p.user_id = #{userId} AND p.removed_at IS NULL) AS role
            FROM meeting m WHERE m.id = #{meetingId}
            """, row -> new Viewer(MeetingRows.role(row)));
    private static final String WATCHED = """
            SELECT %s, link, link_expires_at,
                   meeting_id = (SELECT one.meeting_id FROM meeting_recording one WHERE one.file_url = r.file_url
                                 ORDER BY one.is_filed DESC, one.id LIMIT 1) AS is_own
            FROM meeting_recording r WHERE id = #{recordingId}
            """.formatted(COLUMNS);
    private static final Statement<WatchedRecording> FIND = Statement.query(WATCHED, MeetingRows::watchedRecording);

    /** Audited where it may be watched. */
    private static final Statement<WatchedRecording> WATCH =
            Statement.query("""
            WITH found AS (%s AND meeting_id = #{meetingId}), audited AS (
                INSERT INTO audit_entry (at, action, actor, meeting_id, detail)
                SELECT now_ms(), 'recording_watched', #{userId}, meeting_id, jsonb_build_object('recordingId', id)
                FROM found WHERE #{mayWatch}::boolean
            )
            SELECT * FROM found
            """.formatted(WATCHED), MeetingRows::watchedRecording);

    /** Of a file that is here; what is elsewhere may be known to many. */
    private static final Statement<Boolean> FILED_ELSEWHERE =
            Statement.query("""
            SELECT EXISTS (SELECT FROM meeting_recording
                           WHERE file_url = #{fileUrl} AND is_filed AND link IS NULL
                             AND meeting_id <> #{meetingId}) AS is_filed_elsewhere
            """, row -> row.getBoolean("is_filed_elsewhere"));

    private static final Statement<Recording> LIST = Statement.query("""
            SELECT %s FROM meeting_recording WHERE meeting_id = #{meetingId} ORDER BY id
            """.formatted(COLUMNS), MeetingRows::recording);

    private final Database database;
    private final MeetingWrites writes;

    public Recordings(Database database, MeetingWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    public Future<Recording> add(AddRecording add) {
        return writes.change(add.caller(), add.meetingId(), locked -> {
            Visibility.requireModerating(locked.role(), locked.isAdmin());
            return Answers.once(
                    locked.connection(),
                    add.caller().userId(),
                    add.repeatable(),
                    Recording.class,
                    () -> requireFree(locked, add.recording().fileUrl())
                            .compose(free -> add(locked, add.recording(), false, null)));
        });
    }

    /**
     * Adds it as the caller's, and tells everybody. Problems: INVALID_TRANSITION.
     *
     * @param isFiled whether Jitsi told of the file, and not one of the meeting's people
     */
    static Future<Recording> add(
            LockedMeeting locked, NewRecording recording, boolean isFiled, @Nullable RecordingLink link) {
        if (locked.meeting().status() == MeetingStatus.SCHEDULED) {
            throw Lifecycle.invalidTransition(
                    MeetingStatus.SCHEDULED, "a meeting that has not started has no recording");
        }
        return insert(locked, recording, isFiled, link)
                .compose(added -> locked.append(List.of(MeetingEvent.recordingAdded(added.id())))
                        .compose(appended -> Notifications.addRecording(locked, locked.callerId()))
                        .compose(told -> MeetingChat.tell(
                                locked,
                                SystemMessage.recordingReady(
                                        locked.id(), locked.meeting().title(), added.id())))
                        .map(added));
    }

    /** Problems: NOT_FOUND for a file that Jitsi has told of as another meeting's. */
    static Future<Done> requireFree(LockedMeeting locked, String fileUrl) {
        return FILED_ELSEWHERE
                .on(locked.connection())
                .bind("fileUrl", fileUrl)
                .bind("meetingId", locked.id())
                .one()
                .map(isFiledElsewhere -> {
                    if (isFiledElsewhere) {
                        throw Problem.notFound();
                    }
                    return Done.DONE;
                });
    }

    private static Future<Recording> insert(
            LockedMeeting locked, NewRecording recording, boolean isFiled, @Nullable RecordingLink link) {
        return INSERT.on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("fileUrl", recording.fileUrl())
                .bind("fileName", recording.fileName())
                .bind("sizeBytes", recording.sizeBytes())
                .bind("durationSeconds", recording.durationSeconds())
                .bind("format", recording.format())
                .bind("startedAt", MeetingRows.timestamp(recording.startedAt()))
                .bind("createdBy", locked.callerId())
                .bind("now", MeetingRows.timestamp(locked.now()))
                .bind("isFiled", isFiled)
                .bind("link", link == null ? null : link.url())
                .bind("linkExpiresAt", link == null ? null : MeetingRows.timestamp(link.expiresAt()))
                .one();
    }

    public Future<RecordingList> list(ListRecordings list) {
        return database.read(client -> MEMBERSHIP
                        .on(client)
                        .bind("meetingId", list.meetingId())
                        .bind("userId", list.caller().userId())
                        .first()
                        .compose(isMember -> {
                            Visibility.requireListed(isMember, list.caller().admin());
                            return LIST.on(client)
                                    .bind("meetingId", list.meetingId())
                                    .list();
                        }))
                .map(RecordingList::new);
    }

    /** The recording that the caller wants to watch, if the caller may; every member may know which there are. */
    public Future<WatchedRecording> watch(WatchRecording watch) {
        return database.read(client -> VIEWER.on(client)
                .bind("meetingId", watch.meetingId())
                .bind("userId", watch.caller().userId())
                .first()
                .compose(viewer -> {
                    var role = Visibility.requireMember(
                            viewer.orElseThrow(Problem::notFound).role(),
                            watch.caller().admin());
                    var mayWatch = watch.byParticipants() || role.moderates();
                    return WATCH.on(client)
                            .bind("recordingId", watch.recordingId())
                            .bind("meetingId", watch.meetingId())
                            .bind("userId", watch.caller().userId())
                            .bind("mayWatch", mayWatch)
                            .first()
                            .map(recording -> viewable(recording.orElseThrow(Problem::notFound), mayWatch, role));
                }));
    }

    private static WatchedRecording viewable(WatchedRecording recording, boolean mayWatch, Role role) {
        if (!mayWatch) {
            Visibility.requireModerating(role, false);
        }
        return recording;
    }

    /** A recording, whosever it is. Problems: NOT_FOUND. */
    public Future<WatchedRecording> find(FindRecording find) {
        return database.read(client ->
                        FIND.on(client).bind("recordingId", find.recordingId()).first())
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** @param role null for a stranger */
    private record Viewer(@Nullable Role role) {}
}
