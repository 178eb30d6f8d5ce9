package io.gavel.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL server that belongs to this process and keeps its data in one folder.
 *
 * <p>All methods block. A server whose owner was killed is ended by the next start on its folder.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "gavel";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;

    /** pg_ctl hands paths to a shell within double quotes, and postmaster.pid has one line for the path. */
    private static final Pattern UNUSABLE = Pattern.compile(CommandRun.onWindows() ? "[\"%\\v]" : "[\"$`\\\\\\v]");

    private final FolderLock lock;
    private final Postmaster postmaster;
    private final String password;
    private final int port;
    private final long pid;
    private boolean closed;

    private EmbeddedPostgres(FolderLock lock, Postmaster postmaster, String password, int port, long pid) {
        this.lock = lock;
        this.postmaster = postmaster;
        this.password = password;
        this.port = port;
        this.pid = pid;
    }

    /**
     * Starts a server on the data of a folder, such as data/postgres, and makes both if missing; returns once it takes
     * logins. Fails at once while another process owns the folder.
     */
    public static EmbeddedPostgres start(Path folder) throws PostgresException {
        return start(folder, true);
    }

    /** Without durability commits are fast and a crash of the machine ruins the data, which is fine for tests. */
    static EmbeddedPostgres start(Path folder, boolean durable) throws PostgresException {
        Path real = create(folder);
        ServerAccount account = ServerAccount.of(real);
        account.touch(FolderLock.FILE);
        FolderLock lock = FolderLock.take(real);
        boolean started = false;
        try {
            EmbeddedPostgres server = start(account, lock, durable);
            started = true;
            return server;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static Path create(Path folder) throws PostgresException {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            if (UNUSABLE.matcher(real.toString()).find()) {
                throw new PostgresException(
                        "PostgreSQL cannot use the folder " + real + ": its name has a sign with a meaning to shells");
            }
            return real;
        } catch (IOException e) {
            throw new PostgresException("Cannot use the folder " + folder + " for PostgreSQL", e);
        }
    }

    private static EmbeddedPostgres start(ServerAccount account, FolderLock lock, boolean durable)
            throws PostgresException {
        Binaries binaries = Binaries.install(account);
        Postmaster postmaster = new Postmaster(account, binaries, durable);
        endOrphan(postmaster, account.folder());
        String password = new Cluster(account, binaries, durable).prepare();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        boolean started = false;
        try {
            int port = postmaster.start(deadline);
            ensureDatabase(port, password, deadline);
            long pid = postmaster.pid().orElseThrow(() -> new PostgresException("PostgreSQL ended while starting"));
            LOG.info(
                    "PostgreSQL {} of {} runs as process {} on port {}", binaries.major(), account.folder(), pid, port);
            started = true;
            return new EmbeddedPostgres(lock, postmaster, password, port, pid);
        } finally {
            if (!started) {
                postmaster.stop();
            }
        }
    }

    private static void endOrphan(Postmaster postmaster, Path folder) throws PostgresException {
        OptionalLong orphan = postmaster.pid();
        if (orphan.isEmpty()) {
            return;
        }
        LOG.warn("Ending PostgreSQL process {} of {}, whose owner is dead", orphan.getAsLong(), folder);
        if (!postmaster.stop()) {
            throw new PostgresException("PostgreSQL process " + orphan.getAsLong() + " of " + folder
                    + " outlived its owner and does not end; end it, or set DATABASE_URL");
        }
    }

    private static void ensureDatabase(int port, String password, long deadline) throws PostgresException {
        while (true) {
            try (Connection connection = connect(port, "postgres", password);
                    Statement statement = connection.createStatement()) {
                boolean exists = statement
                        .executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")
                        .next();
                if (!exists) {
                    statement.execute("CREATE DATABASE " + DATABASE);
                }
                return;
            } catch (SQLException e) {
                boolean starting = "57P03".equals(e.getSQLState());
                if (!starting || System.nanoTime() > deadline) {
                    throw new PostgresException("PostgreSQL started but takes no login", e);
                }
                pause();
            }
        }
    }

    private static Connection connect(int port, String database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Cluster.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        try {
            // Within Maven the drivers may have been collected before Gavel's class path was there.
            Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new SQLException("The PostgreSQL driver is missing", e);
        }
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private static void pause() throws PostgresException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException("Interrupted while PostgreSQL was starting");
        }
    }

    /** The address with the password of the superuser, as DATABASE_URL would hold it: never log it. */
    public String url() {
        return "postgresql://" + Cluster.USER + ":" + password + "@127.0.0.1:" + port + "/" + DATABASE;
    }

    /** The server's first process. */
    public long pid() {
        return pid;
    }

    public int port() {
        return port;
    }

    /** Ends the server and returns when it is gone, at most half a minute later; a server already dead is fine. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            if (!postmaster.stop()) {
                LOG.error("PostgreSQL process {} does not end", pid);
            }
        } catch (PostgresException e) {
            LOG.error("PostgreSQL process {} could not be ended", pid, e);
        }
    }
}
