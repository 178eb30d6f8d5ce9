package io.gavel.postgres;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one PostgreSQL server of a test process, started at first use and ended with the process.
 *
 * <p>Its data lies in target and serves the next test process too, so that a killed one leaves no server for long.
 */
public final class TestPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(TestPostgres.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** Creates an empty database and returns its address, such as postgresql://gavel:secret@127.0.0.1:5432/test_1. */
    public static String newDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        execute(Running.SERVER.url(), "CREATE DATABASE " + name);
        return Running.SERVER.url().replaceFirst("/gavel$", "/" + name);
    }

    /** A JDBC connection to an address as {@link #newDatabase()} returns it. */
    public static Connection connect(String url) throws SQLException {
        URI address = URI.create(url);
        String[] login = address.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + address.getPath();
        return DriverManager.getConnection(jdbc, login[0], login[1]);
    }

    static void execute(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of all rows. */
    static List<String> query(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start(freeFolder(), false);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end PostgreSQL"));
                for (String old : query(server.url(), "SELECT datname FROM pg_database WHERE datname ~ '^test_'")) {
                    execute(server.url(), "DROP DATABASE " + old + " WITH (FORCE)");
                }
                return server;
            } catch (PostgresException | IOException e) {
                throw new AssertionError("The PostgreSQL of the tests does not start", e);
            }
        }

        /** The first folder that no other test process uses; its lock stays with this process. */
        private static Path freeFolder() throws IOException {
            Path all = Files.createDirectories(Path.of("target", "test-postgres"));
            for (int number = 1; ; number++) {
                FileChannel channel = FileChannel.open(
                        all.resolve(number + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                try {
                    if (channel.tryLock() != null) {
                        return all.resolve(Integer.toString(number));
                    }
                    channel.close();
                } catch (OverlappingFileLockException e) {
                    LOG.debug("{} is another class loader's; closing it would end that lock", channel);
                }
            }
        }
    }
}
