package io.gavel;

import io.gavel.config.ConfigLoader;
import io.gavel.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

/** A node in this process, on a database of its own and on free ports. */
public final class RunningNode implements AutoCloseable {
    private final Node node;
    private final ThreadGroup threads;
    private final String database;
    private final Path folder;

    private RunningNode(Node node, ThreadGroup threads, String database, Path folder) {
        this.node = node;
        this.threads = threads;
        this.database = database;
        this.folder = folder;
    }

    /** Starts a dev node; variables come as name, value, name, value. */
    public static RunningNode start(String... variables) {
        return startOn(TestPostgres.newDatabase(), variables);
    }

    /** Starts a dev node on a database that may hold something already. */
    public static RunningNode startOn(String database, String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATABASE_URL", database,
                "PORT", "0",
                "GAVEL_MANAGEMENT_PORT", "0"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "node-").toAbsolutePath();
            var config = ConfigLoader.load(folder, environment, List.of());
            var threads = new ThreadGroup("node");
            var starting = new FutureTask<>(() -> Node.start(config, folder));
            new Thread(threads, starting).start();
            return new RunningNode(starting.get(), threads, database, folder);
        } catch (Exception failure) {
            throw new AssertionError("the node did not start", failure);
        }
    }

    /** Whether this thread is one of this node's own: each has the group of the thread that made it. */
    public boolean runs(Thread thread) {
        return thread.getThreadGroup() == threads;
    }

    public String url() {
        return "http://127.0.0.1:" + node.port();
    }

    public String managementUrl() {
        return "http://127.0.0.1:" + node.managementPort();
    }

    /** The node's database, as DATABASE_URL takes it. */
    public String database() {
        return database;
    }

    /** Where this node's relative paths start. */
    public Path folder() {
        return folder;
    }

    /** A connection to look behind the node, with its schema in the search path. */
    public Connection connect() throws SQLException {
        var connection = TestPostgres.connect(database);
        connection.setSchema("gavel");
        return connection;
    }

    /** Runs one statement behind the node's back. */
    public int execute(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The only value of the only row that the query returns, as text. */
    public String value(String sql, Object... values) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError("no row from " + sql);
                }
                return String.valueOf(rows.getObject(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        node.close();
    }

    /** What a series of the node's metrics says now; other tests of this process are counted too. */
    public double metric(String series) {
        return User.withToken(managementUrl(), "nobody", "none")
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
