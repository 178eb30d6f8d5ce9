package io.gavel.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.bus.Addresses;
import io.gavel.config.DatabaseUrl;
import io.gavel.identity.Caller;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.postgres.TestPostgres;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.StoreNode;
import io.gavel.store.sql.Database;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit as PostgreSQL keeps it; entries are put there with the times that a test wants. */
class AuditTrailTest {
    private static String url;
    private static Vertx vertx;
    private static Database database;
    private static StoreNode node;
    private static AuditTrail audit;

    @BeforeAll
    static void start() {
        url = StoreNode.database();
        node = StoreNode.start(url);
        vertx = Vertx.vertx();
        database = Database.open(vertx, DatabaseUrl.parse(url), 4);
        audit = new AuditTrail(database, 365);
    }

    @AfterAll
    static void stop() {
        StoreNode.await(database.close());
        StoreNode.await(vertx.close());
        node.close();
    }

    @BeforeEach
    void empty() {
        asItsOwner("DELETE FROM audit_entry");
        asItsOwner("DELETE FROM audit_seal");
        node.execute("INSERT INTO audit_seal VALUES (0, 0, sha256(''), now_ms() - interval '500 days')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET actor = 'nobody'",
                "UPDATE audit_seal SET hash = ''",
                "DELETE FROM audit_entry",
                "DELETE FROM audit_seal",
                "TRUNCATE audit_entry",
                "TRUNCATE audit_seal"
            })
    void nobodyChangesWhatWasAudited(String sql) {
        entries(1, "29 days");
        sealAgo("29 days");

        assertThatThrownBy(() -> node.execute(sql)).hasStackTraceContaining("the audit is not changed");
    }

    @Test
    void whatIsOldEnoughIsSealedUpToTheFirstThatIsNot() {
        entries(3, "7 minutes");
        entries(2, "5 minutes 30 seconds");
        entries(1, "1 minute");
        entries(1, "7 minutes");

        assertThat(seal()).isEqualTo(5);
        assertThat(seal()).isZero();

        assertThat(broken()).isEmpty();
        assertThat(node.rows("SELECT entries FROM audit_seal ORDER BY last_id")).containsExactly("0", "5");
    }

    @Test
    void whatIsHardlyOldEnoughWaitsForMore() {
        entries(2, "5 minutes 30 seconds");

        assertThat(seal()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET actor = 'somebody else' WHERE id = (SELECT min(id) + 1 FROM audit_entry)",
                "UPDATE audit_entry SET at = at - interval '1 second' WHERE id = (SELECT min(id) FROM audit_entry)",
                "DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)",
                "INSERT INTO audit_entry OVERRIDING SYSTEM VALUE"
                        + " SELECT min(id) - 1, min(at), 'joined', 'ann', 1 FROM audit_entry",
                "UPDATE audit_seal SET hash = sha256('') WHERE last_id = (SELECT max(last_id) FROM audit_seal)",
                "DELETE FROM audit_seal WHERE entries = 3"
            })
    void whoeverOwnsTheTablesAndChangesThemBreaksTheChain(String sql) {
        entries(3, "10 minutes");
        seal();
        entries(2, "10 minutes");
        seal();

        asItsOwner(sql);

        assertThat(broken()).isNotEmpty();
    }

    @Test
    void whileANodeSealsNoOtherWaitsForItOrSealsTheSame() throws SQLException {
        entries(5, "10 minutes");
        try (var other = TestPostgres.connect(url);
                var sealing = other.createStatement()) {
            other.setAutoCommit(false);
            sealing.execute("SELECT * FROM gavel.seal_audit(10)");

            assertThat(seal()).isZero();

            other.commit();
        }
        assertThat(seal()).isZero();
        assertThat(broken()).isEmpty();
        assertThat(node.rows("SELECT entries FROM audit_seal ORDER BY last_id")).containsExactly("0", "5");
    }

    @Test
    void whatIsOldIsForgottenAndTheRestStillFits() {
        entries(3, "400 days");
        sealAgo("399 days");
        entries(2, "380 days");
        sealAgo("379 days");
        entries(4, "300 days");
        sealAgo("299 days");

        var seals = StoreNode.await(audit.forgetSeals());
        var entries = StoreNode.await(audit.forget());

        assertThat(seals).as("that of nothing, and the first").isEqualTo(2);
        assertThat(entries).isEqualTo(5);
        assertThat(node.rows("SELECT DISTINCT now()::date - at::date FROM audit_entry"))
                .containsExactly("300");
        assertThat(broken()).isEmpty();
        asItsOwner("DELETE FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry)");
        assertThat(broken()).hasSize(1);
    }

    @Test
    void whatCannotBeAuditedIsNotShownToAnAdmin() {
        var meeting = node.createMeeting(StoreNode.caller("hal"));
        var admin = new Caller("root", "Root", null, null, true, Instant.parse("2100-01-01T00:00:00Z"));
        node.execute("ALTER TABLE audit_entry RENAME TO audit_away");
        try {
            assertThatThrownBy(() -> node.ask(Addresses.FIND_MEETING, new FindMeeting(admin, meeting.id())))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo(Code.INTERNAL));
        } finally {
            node.execute("ALTER TABLE audit_away RENAME TO audit_entry");
        }
    }

    /** As an operator has them from the page, with another search path than the node's. */
    @Test
    void theStatementsOfThePageWorkAsTheyAreWritten() throws IOException {
        entries(3, "10 minutes");
        seal();
        var statements = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/security.md")))
                .results()
                .map((MatchResult block) -> block.group(1).replaceFirst(";\\s*$", ""))
                .toList();

        assertThat(statements).hasSize(4).allSatisfy(AuditTrailTest::rows);
        var check = statements.stream()
                .filter(sql -> sql.contains("audit_broken"))
                .findFirst()
                .orElseThrow();
        assertThat(rows(check)).isZero();
        asItsOwner("UPDATE audit_entry SET actor = 'somebody else'");
        assertThat(rows(check)).isEqualTo(1);
    }

    /** How many there are. */
    private static int rows(String sql) {
        try (var connection = TestPostgres.connect(url);
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            int count = 0;
            while (found.next()) {
                count++;
            }
            return count;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static int seal() {
        return StoreNode.await(audit.seal());
    }

    private static List<String> broken() {
        return node.rows("SELECT last_id FROM audit_broken()");
    }

    private static void entries(int count, String ago) {
        node.execute(
                "INSERT INTO audit_entry (at, action, actor, meeting_id) SELECT now_ms() - ?::interval, 'joined', 'ann', 1"
                        + " FROM generate_series(1, ?)",
                ago,
                count);
    }

    /** Seals all that there is as if it had been so long ago. */
    private static void sealAgo(String ago) {
        node.execute(
                "INSERT INTO audit_seal SELECT e.last, 0, audit_hash(s.hash, s.last_id, e.last), now() - ?::interval"
                        + " FROM (SELECT max(id) AS last FROM audit_entry) e,"
                        + " (SELECT * FROM audit_seal ORDER BY last_id DESC LIMIT 1) s",
                ago);
    }

    /** Who owns the tables can have their triggers not fire. */
    private static void asItsOwner(String sql) {
        for (var table : List.of("audit_entry", "audit_seal")) {
            node.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
        }
        try {
            node.execute(sql);
        } finally {
            for (var table : List.of("audit_entry", "audit_seal")) {
                node.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            }
        }
    }
}
