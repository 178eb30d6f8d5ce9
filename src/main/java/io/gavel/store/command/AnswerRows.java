package io.gavel.store.command;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.json.WireJson;
import io.gavel.store.command.Answered.Answer;
import io.gavel.store.command.Answered.CommandKey;
import io.gavel.store.command.Hearing.Heard;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How first answers are stored: those of commands that bear a name for a day, those of forwarded batches for minutes. */
final class AnswerRows {
    private static final Statement<Stored> COMMANDS = Statement.query(
            """
            SELECT r.meeting_id, r.actor, r.command_id, r.request_hash, r.seq
            FROM unnest(#{meetings}::bigint[], #{actors}::text[], #{ids}::text[]) c(meeting_id, actor, command_id)
            JOIN command_result r
                ON r.meeting_id = c.meeting_id AND r.actor = c.actor AND r.command_id = c.command_id
            WHERE r.at > now_ms() - interval '24 hours'
            """,
            row -> new Stored(
                    row.getLong("meeting_id"),
                    new Answer(
                            new CommandKey(row.getString("actor"), row.getString("command_id")),
                            row.getBuffer("request_hash"),
                            row.getLong("seq"))));
    private static final Statement<Map.Entry<UUID, CommandOutcomes>> FORWARDED = Statement.query(
            "SELECT forward_id, outcomes::text AS outcomes FROM forwarded_commands"
                    + " WHERE forward_id = ANY (#{ids}::uuid[])",
            row -> Map.entry(
                    row.getUUID("forward_id"), WireJson.decode(row.getString("outcomes"), CommandOutcomes.class)));

    /** Takes the place of one that has outlived its 24 hours and was not swept away yet. */
    private static final Statement<Row> KEEP_COMMANDS = Statement.update("""
            INSERT INTO command_result (meeting_id, actor, command_id, request_hash, seq, at)
            SELECT * FROM unnest(#{meetings}::bigint[], #{actors}::text[], #{ids}::text[], #{hashes}::bytea[],
                #{seqs}::bigint[], #{times}::timestamptz[])
            ON CONFLICT (meeting_id, actor, command_id) DO UPDATE
                SET request_hash = excluded.request_hash, seq = excluded.seq, at = excluded.at
            """);

    private static final Statement<Row> KEEP_FORWARDED = Statement.update("""
            INSERT INTO forwarded_commands (forward_id, outcomes, at)
            SELECT c.id, c.outcomes::json, c.at
            FROM unnest(#{ids}::uuid[], #{outcomes}::text[], #{times}::timestamptz[]) c(id, outcomes, at)
            """);

    private AnswerRows() {}

    /** What is stored of these batches, by meeting. Both statements, where they are needed, are sent at once. */
    static Future<Map<Long, Answered>> read(SqlConnection connection, List<Docket> dockets) {
        var commands = commands(connection, dockets);
        var forwarded = forwarded(connection, dockets);
        return Future.all(commands, forwarded).map(both -> {
            var answers = commands.result().stream()
                    .collect(Collectors.groupingBy(
                            Stored::meetingId, Collectors.mapping(Stored::answer, Collectors.toList())));
            return dockets.stream()
                    .collect(Collectors.toMap(
                            Docket::meetingId,
                            docket -> new Answered(
                                    answers.getOrDefault(docket.meetingId(), List.of()), forwarded.result())));
        });
    }

    private static Future<List<Stored>> commands(SqlConnection connection, List<Docket> dockets) {
        var named = dockets.stream().flatMap(AnswerRows::named).distinct().toList();
        return named.isEmpty()
                ? Future.succeededFuture(List.of())
                : COMMANDS.on(connection)
                        .bind("meetings", named.stream().map(Named::meetingId).toArray(Long[]::new))
                        .bind(
                                "actors",
                                named.stream().map(n -> n.key().userId()).toArray(String[]::new))
                        .bind(
                                "ids",
                                named.stream().map(n -> n.key().clientEventId()).toArray(String[]::new))
                        .list();
    }

    private static Stream<Named> named(Docket docket) {
        return docket.commands()
                .map(CommandKey::of)
                .filter(Objects::nonNull)
                .map(key -> new Named(docket.meetingId(), key));
    }

    private static Future<Map<UUID, CommandOutcomes>> forwarded(SqlConnection connection, List<Docket> dockets) {
        var ids = dockets.stream()
                .flatMap(docket -> docket.batches().stream())
                .map(CommandBatch::forwardId)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(UUID[]::new);
        return ids.length == 0
                ? Future.succeededFuture(Map.of())
                : FORWARDED
                        .on(connection)
                        .bind("ids", ids)
                        .list()
                        .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Keeps what repeats will be answered. Both statements, where they are needed, are sent at once. */
    static Future<Void> write(SqlConnection connection, List<Heard> heard) {
        var commands = new ArrayList<Kept<Answer>>();
        var forwarded = new ArrayList<Kept<Map.Entry<UUID, CommandOutcomes>>>();
        for (var one : heard) {
            one.answered().newCommands().forEach(answer -> commands.add(Kept.of(one, answer)));
            one.answered().newForwarded().entrySet().forEach(entry -> forwarded.add(Kept.of(one, entry)));
        }
        var sent = new ArrayList<Future<Integer>>();
        if (!commands.isEmpty()) {
            sent.add(keepCommands(connection, commands));
        }
        if (!forwarded.isEmpty()) {
            sent.add(keepForwarded(connection, forwarded));
        }
        return Future.all(sent).mapEmpty();
    }

    private static Future<Integer> keepCommands(SqlConnection connection, List<Kept<Answer>> commands) {
        return KEEP_COMMANDS
                .on(connection)
                .bind("meetings", commands.stream().map(Kept::meetingId).toArray(Long[]::new))
                .bind(
                        "actors",
                        commands.stream().map(c -> c.what().key().userId()).toArray(String[]::new))
                .bind(
                        "ids",
                        commands.stream()
                                .map(c -> c.what().key().clientEventId())
                                .toArray(String[]::new))
                .bind(
                        "hashes",
                        commands.stream().map(c -> c.what().requestHash()).toArray(Buffer[]::new))
                .bind("seqs", commands.stream().map(c -> c.what().seq()).toArray(Long[]::new))
                .bind("times", times(commands))
                .count();
    }

    private static Future<Integer> keepForwarded(
            SqlConnection connection, List<Kept<Map.Entry<UUID, CommandOutcomes>>> forwarded) {
        return KEEP_FORWARDED
                .on(connection)
                .bind("ids", forwarded.stream().map(f -> f.what().getKey()).toArray(UUID[]::new))
                .bind(
                        "outcomes",
                        forwarded.stream()
                                .map(f -> WireJson.encode(f.what().getValue()))
                                .toArray(String[]::new))
                .bind("times", times(forwarded))
                .count();
    }

    private static <T> OffsetDateTime[] times(List<Kept<T>> all) {
        return all.stream().map(one -> MeetingRows.timestamp(one.at())).toArray(OffsetDateTime[]::new);
    }

    private record Named(long meetingId, CommandKey key) {}

    private record Stored(long meetingId, Answer answer) {}

    private record Kept<T>(long meetingId, Instant at, T what) {
        static <T> Kept<T> of(Heard heard, T what) {
            var facts = heard.meeting().facts();
            return new Kept<>(facts.meetingId(), facts.now(), what);
        }
    }
}
