package io.gavel.bench.server;

import io.gavel.postgres.EmbeddedPostgres;
import io.gavel.postgres.PostgresException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The one PostgreSQL of all servers under test, durable as for production: fsync and synchronous_commit on. */
public final class BenchPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private int databases;

    private BenchPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static BenchPostgres start(Path folder) {
        try {
            var server = EmbeddedPostgres.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end PostgreSQL"));
            return new BenchPostgres(server);
        } catch (PostgresException e) {
            throw new IllegalStateException("The benchmark needs PostgreSQL", e);
        }
    }

    /** The address of a new, empty database. */
    String newDatabase(String prefix) {
        var name = prefix + "_" + ++databases;
        execute(server.url(), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute(server.url(), "CREATE DATABASE " + name);
        return server.url().replaceFirst("/gavel$", "/" + name);
    }

    void drop(String url) {
        execute(server.url(), "DROP DATABASE IF EXISTS " + url.replaceFirst(".*/", "") + " WITH (FORCE)");
    }

    static void execute(String url, String sql) {
        try (var connection = connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** What a query's first column says, row by row. */
    static List<String> column(String url, String sql) {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** What a setting of the server is. */
    public String setting(String name) {
        return column(server.url(), "SHOW " + name).get(0);
    }

    private static Connection connect(String url) throws SQLException {
        var address = URI.create(url);
        var login = address.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + address.getPath(),
                login[0],
                login[1]);
    }

    /** The process whose tree does all of the database's work. */
    public long pid() {
        return server.pid();
    }

    @Override
    public void close() {
        server.close();
    }
}
