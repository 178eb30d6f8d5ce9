package io.gavel.store.command;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.json.WireJson;
import io.gavel.store.command.Answered.Answer;
import io.gavel.store.command.Answered.CommandKey;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** How first answers are stored: those of commands that bear a name for a day, those of forwarded batches for minutes. */
final class AnswerRows {
    private static final Statement<Answer> COMMANDS = Statement.query(
            """
            SELECT r.actor, r.command_id, r.request_hash, r.seq
            FROM unnest(#{actors}::text[], #{ids}::text[]) c(actor, command_id)
            JOIN command_result r
                ON r.meeting_id = #{meetingId} AND r.actor = c.actor AND r.command_id = c.command_id
            WHERE r.at > now_ms() - interval '24 hours'
            """,
            row -> new Answer(
                    new CommandKey(row.getString("actor"), row.getString("command_id")),
                    row.getBuffer("request_hash"),
                    row.getLong("seq")));
    private static final Statement<Map.Entry<UUID, CommandOutcomes>> FORWARDED = Statement.query(
            "SELECT forward_id, outcomes::text AS outcomes FROM forwarded_commands"
                    + " WHERE forward_id = ANY (#{ids}::uuid[])",
            row -> Map.entry(
                    row.getUUID("forward_id"), WireJson.decode(row.getString("outcomes"), CommandOutcomes.class)));

    /** Takes the place of one that has outlived its 24 hours and was not swept away yet. */
    private static final Statement<Row> KEEP_COMMANDS = Statement.update("""
            INSERT INTO command_result (meeting_id, actor, command_id, request_hash, seq, at)
            SELECT #{meetingId}, c.actor, c.command_id, c.request_hash, c.seq, #{now}::timestamptz
            FROM unnest(#{actors}::text[], #{ids}::text[], #{hashes}::bytea[], #{seqs}::bigint[])
                c(actor, command_id, request_hash, seq)
            ON CONFLICT (meeting_id, actor, command_id) DO UPDATE
                SET request_hash = excluded.request_hash, seq = excluded.seq, at = excluded.at
            """);

    private static final Statement<Row> KEEP_FORWARDED = Statement.update("""
            INSERT INTO forwarded_commands (forward_id, outcomes, at)
            SELECT c.id, c.outcomes::json, #{now}::timestamptz FROM unnest(#{ids}::uuid[], #{outcomes}::text[]) c(id, outcomes)
            """);

    private AnswerRows() {}

    /** What is stored of these batches. Both statements, where they are needed, are sent at once. */
    static Future<Answered> read(SqlConnection connection, long meetingId, List<CommandBatch> batches) {
        var keys = batches.stream()
                .flatMap(batch -> batch.commands().stream())
                .map(CommandKey::of)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Future<List<Answer>> commands = keys.isEmpty()
                ? Future.succeededFuture(List.of())
                : COMMANDS.on(connection)
                        .bind("meetingId", meetingId)
                        .bind("actors", keys.stream().map(CommandKey::userId).toArray(String[]::new))
                        .bind(
                                "ids",
                                keys.stream().map(CommandKey::clientEventId).toArray(String[]::new))
                        .list();
        var forwarded = forwarded(connection, batches);
        return Future.all(commands, forwarded).map(both -> new Answered(commands.result(), forwarded.result()));
    }

    private static Future<Map<UUID, CommandOutcomes>> forwarded(SqlConnection connection, List<CommandBatch> batches) {
        var ids = batches.stream()
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

    /** Both statements, where they are needed, are sent at once. */
    static Future<Void> write(SqlConnection connection, long meetingId, Instant now, Answered answered) {
        var commands = answered.newCommands();
        var forwarded = List.copyOf(answered.newForwarded().entrySet());
        return Future.all(
                        commands.isEmpty()
                                ? Future.succeededFuture()
                                : keepCommands(connection, meetingId, now, commands),
                        forwarded.isEmpty() ? Future.succeededFuture() : keepForwarded(connection, now, forwarded))
                .mapEmpty();
    }

    private static Future<Integer> keepCommands(
            SqlConnection connection, long meetingId, Instant now, List<Answer> commands) {
        return KEEP_COMMANDS
                .on(connection)
                .bind("meetingId", meetingId)
                .bind("now", MeetingRows.timestamp(now))
                .bind("actors", commands.stream().map(a -> a.key().userId()).toArray(String[]::new))
                .bind("ids", commands.stream().map(a -> a.key().clientEventId()).toArray(String[]::new))
                .bind("hashes", commands.stream().map(Answer::requestHash).toArray(Buffer[]::new))
                .bind("seqs", commands.stream().map(Answer::seq).toArray(Long[]::new))
                .count();
    }

    private static Future<Integer> keepForwarded(
            SqlConnection connection, Instant now, List<Map.Entry<UUID, CommandOutcomes>> forwarded) {
        return KEEP_FORWARDED
                .on(connection)
                .bind("now", MeetingRows.timestamp(now))
                .bind("ids", forwarded.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .bind(
                        "outcomes",
                        forwarded.stream()
                                .map(f -> WireJson.encode(f.getValue()))
                                .toArray(String[]::new))
                .count();
    }
}
