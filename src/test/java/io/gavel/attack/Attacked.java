package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.gavel.RunningNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * A node under attack which no other test asks at the same time, and the Host of a meeting there who is attacked. Whatever is
 * tried leaves every row as it was, no event, no stack trace, and a node that is ready and serves the Host as before.
 */
public final class Attacked implements AutoCloseable {
    /** Every table but what nodes write by themselves while nobody asks them, or because somebody is connected. */
    private static final String DIGESTS = """
            SELECT string_agg(format(
                'SELECT %L AS name, count(*) || '' '' || md5(coalesce(string_agg(t::text, E''\\n'' ORDER BY t::text), '''')) AS digest FROM %I t',
                tablename, tablename), ' UNION ALL ')
            FROM pg_tables
            WHERE schemaname = 'gavel' AND tablename NOT IN ('node_lease', 'presence', 'presence_connection')
            """;

    private final RunningNode node;
    private final User host;
    private final long meetingId;
    private final long chatId;
    private final String jitsiToken;
    private final BridgeClient witness;
    private final Connection database;
    private final String digests;
    private final Complaints complaints;

    private Attacked(RunningNode node, User host) throws SQLException {
        this.node = node;
        this.host = host;
        this.meetingId = host.createMeeting(new JsonObject().put("title", "Attacked"));
        this.chatId = host.get("/api/meeting/" + meetingId).json().getLong("chatConversationId");
        this.witness = BridgeClient.connect(node.url(), host.token());
        witness.register("meeting." + meetingId);
        witness.register("user." + host.id());
        this.jitsiToken =
                host.post("/api/meeting/" + meetingId + "/join").json().getString("jitsiToken");
        awaitEvent("meeting_started");
        awaitEvent("conversation_updated");
        this.database = node.connect();
        this.digests = node.value(DIGESTS);
        this.complaints = new Complaints(node);
    }

    /** Begins the meeting that is attacked; its Host hears of it. */
    public static Attacked at(RunningNode node, User host) {
        try {
            return new Attacked(node, host);
        } catch (SQLException e) {
            throw new AssertionError("the database cannot be looked into", e);
        }
    }

    public User host() {
        return host;
    }

    public RunningNode node() {
        return node;
    }

    public long meetingId() {
        return meetingId;
    }

    /** What the Host enters the meeting's room with. */
    public String jitsiToken() {
        return jitsiToken;
    }

    /** Waits until the Host has heard of what was done last, so that no attack is taken for its cause. */
    public void awaitEvent(String name) {
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> events().stream().anyMatch(event -> name.equals(event.getString("event"))));
    }

    /** Where the Host's meeting is, and what lies below it. */
    public String path(String below) {
        return "/api/meeting/" + meetingId + below;
    }

    /** Runs the attack and returns what came back, once it is sure that nothing else came of it. */
    public <T> T by(Supplier<T> attack) {
        var rows = rows();
        var events = events().size();
        complaints.begin();
        T answer;
        try {
            answer = attack.get();
            witness.settle();
            assertThat(host.get(path("")).status())
                    .as("a legitimate request works")
                    .isEqualTo(200);
            assertThat(User.withToken(node.managementUrl(), "nobody", "")
                            .get("/health/ready")
                            .status())
                    .as("the node is ready")
                    .isEqualTo(200);
        } finally {
            complaints.end();
        }
        assertThat(complaints.lines).as("stack traces and errors in the log").isEmpty();
        assertThat(rows()).as("the rows of each table").isEqualTo(rows);
        assertThat(events()).as("the Host's events").hasSize(events);
        assertThat(witness.isClosed()).as("the Host's connection is closed").isFalse();
        return answer;
    }

    private List<JsonObject> events() {
        return List.of("meeting." + meetingId, "user." + host.id()).stream()
                .flatMap(address -> witness.received(address).stream())
                .filter(this::isOfTheMeeting)
                .collect(Collectors.toList());
    }

    /** What the Host itself did elsewhere may come late; were it somebody else's doing, the rows would tell. */
    private boolean isOfTheMeeting(JsonObject event) {
        return event.getLong("meetingId", 0L) == meetingId || event.getLong("conversationId", 0L) == chatId;
    }

    /** How many rows each table has, and a digest of them. */
    private Map<String, String> rows() {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(digests)) {
            var found = new TreeMap<String, String>();
            while (rows.next()) {
                found.put(rows.getString("name"), rows.getString("digest"));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        witness.close();
        try {
            database.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What the node's own threads log with a stack trace, or as an error; other nodes of this process log elsewhere. */
    private static final class Complaints extends AppenderBase<ILoggingEvent> {
        private final RunningNode node;
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Complaints(RunningNode node) {
            this.node = node;
        }

        void begin() {
            lines.clear();
            start();
            root().addAppender(this);
        }

        void end() {
            root().detachAppender(this);
            stop();
        }

        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            // Another test may be reading all that can be logged.
            var isShown = event.getLevel().isGreaterOrEqual(Level.INFO);
            if (node.runs(Thread.currentThread()) && isShown && (thrown != null || event.getLevel() == Level.ERROR)) {
                lines.add(event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
            }
        }

        private static Logger root() {
            return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        }
    }
}
