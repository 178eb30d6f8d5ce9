package io.gavel.store.command;

import static io.gavel.store.command.Columns.each;
import static io.gavel.store.command.Columns.times;

import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.store.command.Answered.Answer;
import io.gavel.store.command.Hearing.Heard;
import io.gavel.store.command.MeetingState.Addition;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what is told of meetings and what was answered there: one statement, for nearly every command writes both. */
final class StreamWrites {
    /** An answer takes the place of one that has outlived its 24 hours and was not swept away yet. */
    private static final Statement<Row> APPEND = Statement.update("""
            WITH appended AS (
                INSERT INTO meeting_event (meeting_id, seq, type, body, actor, at)
                SELECT e.meeting_id, e.seq, e.type, e.body::json, e.actor, e.at
                FROM unnest(#{meetings}::bigint[], #{seqs}::bigint[], #{types}::text[], #{bodies}::text[],
                        #{actors}::text[], #{times}::timestamptz[])
                    e(meeting_id, seq, type, body, actor, at)
            ), answered AS (
                INSERT INTO command_result (meeting_id, actor, command_id, request_hash, seq, at)
                SELECT *
                FROM unnest(#{answeredIn}::bigint[], #{answeredTo}::text[], #{ids}::text[], #{hashes}::bytea[],
                    #{answers}::bigint[], #{answeredAt}::timestamptz[])
                ON CONFLICT (meeting_id, actor, command_id) DO UPDATE
                    SET request_hash = excluded.request_hash, seq = excluded.seq, at = excluded.at
            )
            UPDATE meeting_stream s
            SET seq = c.head, recording_by = c.recording_by, recording_since = c.recording_since
            FROM unnest(#{streams}::bigint[], #{heads}::bigint[], #{recordingBy}::text[], #{recordingSince}::timestamptz[])
                c(meeting_id, head, recording_by, recording_since)
            WHERE s.meeting_id = c.meeting_id
            """);

    private final List<Heard> heard;
    private final List<MeetingState> told;
    private final List<Committed> committed;

    /** Of meetings with what was answered there. */
    StreamWrites(List<Heard> heard) {
        this.heard = List.copyOf(heard);
        this.told = heard.stream()
                .map(Heard::meeting)
                .filter(meeting -> !meeting.additions().isEmpty())
                .toList();
        this.committed = told.stream().map(StreamWrites::committed).toList();
    }

    /** What is to be told when it is durable. */
    List<Committed> committed() {
        return committed;
    }

    /** One statement, or none. */
    Stream<Future<Integer>> send(SqlConnection connection) {
        var answers =
                inMeetings(heard.stream(), Heard::meeting, one -> one.answered().newCommands());
        if (told.isEmpty() && answers.isEmpty()) {
            return Stream.empty();
        }
        var append = APPEND.on(connection)
                .bind("streams", each(told, meeting -> meeting.facts().meetingId(), Long[]::new))
                .bind("heads", each(told, MeetingState::head, Long[]::new))
                .bind("recordingBy", each(told, StreamWrites::recordingBy, String[]::new))
                .bind("recordingSince", times(told, StreamWrites::recordingSince));
        return Stream.of(withAnswers(withEvents(append), answers).count());
    }

    private Statement<Row>.Execution withEvents(Statement<Row>.Execution append) {
        var events = committed.stream().flatMap(one -> one.events().stream()).toList();
        var additions = inMeetings(told.stream(), Function.identity(), MeetingState::additions);
        return append.bind("meetings", each(additions, InMeeting::meetingId, Long[]::new))
                .bind("seqs", each(events, StreamEvent::seq, Long[]::new))
                .bind("types", each(events, StreamEvent::type, String[]::new))
                .bind("bodies", each(events, StreamEvent::payload, String[]::new))
                .bind("actors", each(additions, one -> one.what().actor(), String[]::new))
                .bind("times", times(events, StreamEvent::at));
    }

    private static Statement<Row>.Execution withAnswers(
            Statement<Row>.Execution append, List<InMeeting<Answer>> answers) {
        return append.bind("answeredIn", each(answers, InMeeting::meetingId, Long[]::new))
                .bind("answeredTo", each(answers, one -> one.what().key().userId(), String[]::new))
                .bind("ids", each(answers, one -> one.what().key().clientEventId(), String[]::new))
                .bind("hashes", each(answers, one -> one.what().requestHash(), Buffer[]::new))
                .bind("answers", each(answers, one -> one.what().seq(), Long[]::new))
                .bind("answeredAt", times(answers, InMeeting::at));
    }

    private static Committed committed(MeetingState meeting) {
        var events = meeting.additions().stream()
                .map(addition -> event(meeting, addition))
                .toList();
        return new Committed(
                Topic.meeting(meeting.facts().meetingId()), meeting.facts().epoch(), events);
    }

    private static StreamEvent event(MeetingState meeting, Addition addition) {
        return new StreamEvent(
                addition.seq(),
                addition.event().type(),
                meeting.now(),
                WireJson.encode(addition.event().payload()));
    }

    private static @Nullable String recordingBy(MeetingState meeting) {
        var recording = meeting.recording();
        return recording == null ? null : recording.startedBy();
    }

    private static @Nullable Instant recordingSince(MeetingState meeting) {
        var recording = meeting.recording();
        return recording == null ? null : recording.startedAt();
    }

    private static <A, T> List<InMeeting<T>> inMeetings(
            Stream<A> all, Function<A, MeetingState> meeting, Function<A, List<T>> things) {
        return all.flatMap(one -> things.apply(one).stream().map(thing -> InMeeting.of(meeting.apply(one), thing)))
                .toList();
    }

    private record InMeeting<T>(long meetingId, Instant at, T what) {
        static <T> InMeeting<T> of(MeetingState meeting, T what) {
            return new InMeeting<>(meeting.facts().meetingId(), meeting.now(), what);
        }
    }
}
