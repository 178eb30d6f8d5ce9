package io.gavel.store.command;

import static io.gavel.store.command.Columns.each;
import static io.gavel.store.command.Columns.times;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.json.WireJson;
import io.gavel.store.command.Answered.Answer;
import io.gavel.store.command.Answered.CommandKey;
import io.gavel.store.command.Hearing.Heard;
import io.gavel.store.command.Hearing.Lease;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against hearing a command: that it was answered before, or that its node has no lease. First answers of commands
 * that bear a name are stored for a day, those of forwarded batches for minutes.
 */
final class AnswerRows {
    /** No row for a command that is new and comes from a living node: for nearly all of them. */
    private static final Statement<Row> OBJECTIONS = Statement.query("""
            SELECT c.meeting_id, c.actor, c.command_id, c.node_id, c.incarnation, l.node_id IS NULL AS is_gone,
                   r.request_hash, r.seq
            FROM unnest(#{meetings}::bigint[], #{actors}::text[], #{ids}::text[], #{nodes}::text[],
                    #{incarnations}::uuid[])
                c(meeting_id, actor, command_id, node_id, incarnation)
            LEFT JOIN node_lease l
                ON l.node_id = c.node_id AND l.incarnation = c.incarnation AND l.expires_at > clock_timestamp()
            LEFT JOIN command_result r
                ON r.meeting_id = c.meeting_id AND r.actor = c.actor AND r.command_id = c.command_id
                   AND r.at > now_ms() - interval '24 hours'
            WHERE l.node_id IS NULL OR r.command_id IS NOT NULL
            """, row -> row);

    /**
     * A lease that is given back or reaped meanwhile waits for the sessions that are made under it, so that they are found and
     * lost with the others. Its renewal does not wait.
     */
    private static final Statement<Row> KEEP_LEASES = Statement.query("""
            SELECT FROM node_lease
            WHERE (node_id, incarnation) IN (SELECT * FROM unnest(#{nodes}::text[], #{incarnations}::uuid[]))
            FOR KEY SHARE
            """, row -> row);

    private static final Statement<Map.Entry<UUID, CommandOutcomes>> FORWARDED = Statement.query(
            "SELECT forward_id, outcomes::text AS outcomes FROM forwarded_commands"
                    + " WHERE forward_id = ANY (#{ids}::uuid[])",
            row -> Map.entry(
                    row.getUUID("forward_id"), WireJson.decode(row.getString("outcomes"), CommandOutcomes.class)));

    private static final Statement<Row> KEEP_FORWARDED = Statement.update("""
            INSERT INTO forwarded_commands (forward_id, outcomes, at)
            SELECT c.id, c.outcomes::json, c.at
            FROM unnest(#{ids}::uuid[], #{outcomes}::text[], #{times}::timestamptz[]) c(id, outcomes, at)
            """);

    private AnswerRows() {}

    /** All statements are sent at once. */
    static Future<Known> read(SqlConnection connection, List<Docket> dockets) {
        var kept = keepLeases(connection, dockets);
        var objections = objections(connection, dockets);
        var forwarded = forwarded(connection, dockets);
        return Future.all(kept, objections, forwarded)
                .map(all -> known(dockets, objections.result(), forwarded.result()));
    }

    private static Future<?> keepLeases(SqlConnection connection, List<Docket> dockets) {
        var leases = dockets.stream()
                .flatMap(Docket::commands)
                .filter(command -> command.type() == CommandType.JOIN)
                .map(Lease::of)
                .distinct()
                .toList();
        return leases.isEmpty()
                ? Future.succeededFuture()
                : KEEP_LEASES
                        .on(connection)
                        .bind("nodes", each(leases, Lease::nodeId, String[]::new))
                        .bind("incarnations", each(leases, Lease::incarnation, UUID[]::new))
                        .list();
    }

    private static Future<List<Row>> objections(SqlConnection connection, List<Docket> dockets) {
        var asked = dockets.stream().flatMap(Asked::in).toList();
        return OBJECTIONS
                .on(connection)
                .bind("meetings", each(asked, Asked::meetingId, Long[]::new))
                .bind("actors", each(asked, one -> one.command().userId(), String[]::new))
                .bind("ids", each(asked, Asked::commandId, String[]::new))
                .bind("nodes", each(asked, one -> one.command().seat().nodeId(), String[]::new))
                .bind("incarnations", each(asked, one -> one.command().seat().incarnation(), UUID[]::new))
                .list();
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

    private static Known known(List<Docket> dockets, List<Row> objections, Map<UUID, CommandOutcomes> forwarded) {
        var gone = objections.stream()
                .filter(row -> row.getBoolean("is_gone"))
                .map(row -> new Lease(row.getString("node_id"), row.getUUID("incarnation")))
                .collect(Collectors.toUnmodifiableSet());
        var answers = objections.stream()
                .filter(row -> row.getBuffer("request_hash") != null)
                .collect(Collectors.groupingBy(
                        row -> row.getLong("meeting_id"),
                        Collectors.mapping(AnswerRows::answer, Collectors.toUnmodifiableList())));
        return new Known(
                gone,
                dockets.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Docket::meetingId,
                                docket ->
                                        new Answered(answers.getOrDefault(docket.meetingId(), List.of()), forwarded))));
    }

    private static Answer answer(Row row) {
        return new Answer(
                new CommandKey(row.getString("actor"), row.getString("command_id")),
                row.getBuffer("request_hash"),
                row.getLong("seq"));
    }

    /** Keeps what repeats of forwarded batches will be answered: one statement, or none. */
    static Stream<Future<Integer>> keepForwarded(SqlConnection connection, List<Heard> heard) {
        var kept = heard.stream().flatMap(Forwarded::in).toList();
        return kept.isEmpty()
                ? Stream.empty()
                : Stream.of(KEEP_FORWARDED
                        .on(connection)
                        .bind("ids", each(kept, Forwarded::id, UUID[]::new))
                        .bind("outcomes", each(kept, one -> WireJson.encode(one.outcomes()), String[]::new))
                        .bind("times", times(kept, Forwarded::at))
                        .count());
    }

    /**
     * What is known of commands before they are heard.
     *
     * @param gone nodes without a lease, among theirs
     * @param answered the first answers of each meeting
     */
    record Known(Set<Lease> gone, Map<Long, Answered> answered) {}

    private record Asked(long meetingId, Command command) {
        static Stream<Asked> in(Docket docket) {
            return docket.commands().map(command -> new Asked(docket.meetingId(), command));
        }

        @Nullable
        String commandId() {
            var key = CommandKey.of(command);
            return key == null ? null : key.clientEventId();
        }
    }

    private record Forwarded(UUID id, CommandOutcomes outcomes, Instant at) {
        static Stream<Forwarded> in(Heard heard) {
            var now = heard.meeting().facts().now();
            return heard.answered().newForwarded().entrySet().stream()
                    .map(entry -> new Forwarded(entry.getKey(), entry.getValue(), now));
        }
    }
}
