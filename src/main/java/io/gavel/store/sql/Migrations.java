package io.gavel.store.sql;

import io.gavel.config.DatabaseUrl;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema {@code gavel} up to date. Blocking; all nodes may do it at once, Flyway locks the database. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private Migrations() {}

    /**
     * Waits for the database, then migrates it.
     *
     * @param patience how long an unreachable database is tried for
     * @throws FlywayException when it stays away, or the schema cannot be made
     */
    public static void run(DatabaseUrl url, Duration patience) throws InterruptedException {
        awaitDatabase(url, patience);
        var password = url.password();
        Flyway.configure()
                .dataSource(url.jdbcUrl(), url.user(), password == null ? null : password.value())
                .schemas("gavel")
                .createSchemas(true)
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    private static void awaitDatabase(DatabaseUrl url, Duration patience) throws InterruptedException {
        var password = url.password();
        var deadline = System.nanoTime() + patience.toNanos();
        DriverManager.setLoginTimeout(5);
        while (true) {
            try (var connection = DriverManager.getConnection(
                    url.jdbcUrl(), url.user(), password == null ? null : password.value())) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() + PAUSE.toNanos() > deadline) {
                    throw new FlywayException("the database did not answer: " + e.getMessage(), e);
                }
                LOG.warn("the database does not answer yet: {}", e.getMessage());
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
