package io.gavel.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.bus.Addresses;
import io.gavel.bus.ConversationAddresses;
import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.config.DatabaseUrl;
import io.gavel.conversation.ConversationRequests.SendMessage;
import io.gavel.postgres.TestPostgres;
import io.gavel.store.StoreNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plans that PostgreSQL makes on a deployment's first day, and keeps while its tables grow. */
class PlansTest {
    /** What grows with what Gavel is used for. */
    private static final Set<String> GROWING = Set.of(
            "app_user",
            "meeting",
            "meeting_stream",
            "meeting_participant",
            "meeting_event",
            "participant_session",
            "command_result",
            "conversation",
            "conversation_stream",
            "conversation_member",
            "conversation_event",
            "message",
            "notification",
            "audit_entry");

    /** Indexes of what there is to do, such as who has joined and is not inside: they do not grow. */
    private static final Set<String> partial = new HashSet<>();

    /** The gauge of meetings by their status, twice a minute. */
    private static final String COUNT = "io.gavel.store.meeting.MeetingReads.COUNTS";

    private static Vertx vertx;
    private static Database database;

    @BeforeAll
    static void meetOnTheFirstDay() throws SQLException {
        var url = StoreNode.database();
        try (var node = StoreNode.start(url)) {
            for (int i = 0; i < 5; i++) {
                meet(node, List.of("hal", "ann", "bob", "cyd", "dan", "guest-" + i));
            }
        }
        analyze(url);
        vertx = Vertx.vertx();
        database = Database.open(vertx, DatabaseUrl.parse(url), 1);
    }

    @AfterAll
    static void close() {
        StoreNode.await(database.close());
        StoreNode.await(vertx.close());
    }

    @Test
    void noStatementReadsAllOfATableThatGrows() {
        var statements = statements();

        assertThat(statements).hasSizeGreaterThan(100);
        assertThat(statements.stream().flatMap(PlansTest::wholeTables)).isEmpty();
    }

    private static List<JavaField> statements() {
        return new ClassFileImporter()
                .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.gavel.store").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Statement.class))
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> !field.getFullName().equals(COUNT))
                        .toList();
    }

    private static Stream<String> wholeTables(JavaField statement) {
        var plan = StoreNode.await(
                database.read(client -> client.query("EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + sql(statement))
                        .execute()));
        var json = (JsonArray) plan.iterator().next().getValue(0);
        return scans(json.getJsonObject(0).getJsonObject("Plan"))
                .filter(PlansTest::isOfAWholeTable)
                .map(scan -> "%s: %s %s %s"
                        .formatted(
                                statement.getFullName(),
                                scan.getString("Node Type"),
                                scan.getString("Relation Name"),
                                scan.getString("Index Name")));
    }

    /** An end of an index is no more than that. */
    private static Stream<JsonObject> scans(JsonObject node) {
        return node.getString("Node Type").equals("Limit")
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(node),
                        node.getJsonArray("Plans", new JsonArray()).stream()
                                .flatMap(child -> scans((JsonObject) child)));
    }

    private static boolean isOfAWholeTable(JsonObject scan) {
        return GROWING.contains(scan.getString("Relation Name", ""))
                && scan.getString("Node Type").endsWith("Scan")
                && !scan.containsKey("Index Cond")
                && !scan.containsKey("Recheck Cond")
                && !scan.containsKey("TID Cond")
                && !partial.contains(scan.getString("Index Name", ""));
    }

    private static String sql(JavaField statement) {
        var field = statement.reflect();
        field.setAccessible(true);
        try {
            return field.get(null).toString();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void meet(StoreNode node, List<String> users) {
        var meeting = node.createMeeting(
                StoreNode.caller(users.get(0)), users.subList(1, users.size()).toArray(String[]::new));
        var chat = Objects.requireNonNull(meeting.chat().chatConversationId());
        await().until(() -> !node.leases.isEmpty());
        var incarnation = node.leases.get(0).incarnation();
        for (var user : users) {
            node.ask(Addresses.ADMIT_CALLER, new AdmitCaller(StoreNode.caller(user), meeting.id(), null));
            var seat = new Seat(node.id, incarnation, UUID.randomUUID());
            var join = new Command(CommandType.JOIN, user, false, seat, null, null, null, null);
            node.ask(Addresses.APPLY_COMMANDS, new CommandBatch(meeting.id(), null, List.of(join)));
            node.ask(
                    ConversationAddresses.SEND_MESSAGE,
                    new SendMessage(StoreNode.caller(user), chat, "hello", null, null));
        }
    }

    /** As autovacuum does: not what is empty. */
    private static void analyze(String url) throws SQLException {
        try (var connection = TestPostgres.connect(url);
                var statement = connection.createStatement()) {
            var indexes =
                    statement.executeQuery("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL");
            while (indexes.next()) {
                partial.add(indexes.getString(1).replace("gavel.", ""));
            }
            for (var table : GROWING) {
                var counted = statement.executeQuery("SELECT count(*) FROM gavel." + table);
                counted.next();
                if (counted.getLong(1) > 0) {
                    statement.execute("ANALYZE gavel." + table);
                }
            }
        }
    }
}
