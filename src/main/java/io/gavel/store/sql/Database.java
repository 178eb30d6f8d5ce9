package io.gavel.store.sql;

import io.gavel.config.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool of connections to PostgreSQL. A database that is away shows as UNAVAILABLE within two seconds; the pool heals by
 * itself when it is back.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MOST_WAITING = 500;
    private static final int MOST_TRIES = 4;

    /** What each connection asks PostgreSQL for. */
    private static final Map<String, String> SESSION = Map.ofEntries(
            Map.entry("application_name", "gavel"),
            Map.entry("search_path", "gavel"),
            Map.entry("timezone", "UTC"),
            // One plan for each statement, however few its values are: planning costs more than running. It may be
            // made while a table is empty, and must do when it is not: along indexes, whatever looks cheaper then.
            Map.entry("plan_cache_mode", "force_generic_plan"),
            Map.entry("enable_seqscan", "off"),
            Map.entry("enable_hashjoin", "off"),
            Map.entry("enable_mergejoin", "off"),
            Map.entry("enable_material", "off"),
            Map.entry("jit", "off"),
            // PostgreSQL remarks on words too long for its index, and users write such words.
            Map.entry("client_min_messages", "warning"),
            // Without these a frozen node would hold a meeting's lock until TCP gives up.
            Map.entry("lock_timeout", "2000"),
            Map.entry("statement_timeout", "5000"),
            Map.entry("idle_in_transaction_session_timeout", "3000"),
            Map.entry("tcp_keepalives_idle", "5"),
            Map.entry("tcp_keepalives_interval", "2"),
            Map.entry("tcp_keepalives_count", "3"));

    private final Supplier<Pool> pools;
    private final Pulse pulse;
    private Pool pool;

    private Database(Vertx vertx, PgConnectOptions connectOptions, Supplier<Pool> pools) {
        this.pools = pools;
        this.pool = pools.get();
        this.pulse = new Pulse(vertx, connectOptions, this::renewPool);
        pulse.start();
    }

    /** Opens the database on the event loop of the calling verticle. */
    public static Database open(Vertx vertx, DatabaseUrl url, int connections) {
        var poolOptions = new PoolOptions()
                .setName("database")
                .setMaxSize(connections)
                .setMaxWaitQueueSize(MOST_WAITING)
                .setConnectionTimeout(1500)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                // What lies between may drop a connection on which nothing happens without telling anyone.
                .setIdleTimeout(30)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        var connectOptions = connectOptions(url);
        return new Database(
                vertx,
                connectOptions,
                () -> PgBuilder.pool()
                        .with(poolOptions)
                        .with(new NetClientOptions().setConnectTimeout(1500).setTcpKeepAlive(true))
                        .connectingTo(connectOptions)
                        .withConnectHandler(Pipeline::consolidate)
                        .using(vertx)
                        .build());
    }

    /** Runs statements outside of a transaction: each sees and commits for itself. */
    public <T> Future<T> read(Function<SqlClient, Future<T>> work) {
        return pulse.guard(() -> work.apply(pool))
                .recover(failure -> Future.failedFuture(DatabaseFailure.asProblem(failure)));
    }

    /**
     * Runs the work in one transaction, READ COMMITTED: a failed future undoes it all. A deadlock's victim runs again, so
     * the work must hold no state of its own outside of the database.
     */
    public <T> Future<T> write(Function<SqlConnection, Future<T>> work) {
        return writeLast(connection -> work.apply(connection).map(LastWrites::none));
    }

    /** As {@link #write}, where the work knows its last statements: they go along with COMMIT, and nobody waits for them. */
    public <T> Future<T> writeLast(Function<SqlConnection, Future<LastWrites<T>>> work) {
        return repeatedly(connection -> TransactionBlock.run(connection, work));
    }

    /**
     * As {@link #write}, for work that writes by one statement: that is a transaction by itself, and BEGIN and COMMIT would
     * only be more to send, and to wait for.
     */
    public <T> Future<T> writeAlone(Function<SqlConnection, Future<T>> work) {
        return repeatedly(connection -> Future.succeededFuture().compose(start -> work.apply(connection)));
    }

    public Future<Void> close() {
        return pulse.stop().eventually(() -> pool.close());
    }

    /** Connections on which an answer is outstanding may never give it: new work starts on new ones. */
    private void renewPool() {
        var old = pool;
        pool = pools.get();
        old.close();
    }

    private <T> Future<T> repeatedly(Function<SqlConnection, Future<T>> run) {
        return pulse.guard(() -> connected(run, MOST_TRIES))
                .recover(failure -> Future.failedFuture(DatabaseFailure.asProblem(failure)));
    }

    private <T> Future<T> connected(Function<SqlConnection, Future<T>> run, int tries) {
        return pool.getConnection()
                .compose(connection -> run.apply(connection).onComplete(done -> connection.close()))
                .recover(failure -> {
                    if (tries > 1 && DatabaseFailure.isRepeatable(failure)) {
                        LOG.debug("transaction runs again after {}", failure.getMessage());
                        return connected(run, tries - 1);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private static PgConnectOptions connectOptions(DatabaseUrl url) {
        var options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setSslMode(SslMode.valueOf(url.sslMode().name()))
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(16 * 1024);
        SESSION.forEach(options::addProperty);
        var password = url.password();
        if (password != null) {
            options.setPassword(password.value());
        }
        return options.setSslOptions(sslOptions(url.sslMode()));
    }

    /** As libpq: only {@code verify-ca} and {@code verify-full} look at the certificate, with the JVM's trust store. */
    private static ClientSSLOptions sslOptions(DatabaseUrl.SslMode mode) {
        var verifies = mode == DatabaseUrl.SslMode.VERIFY_CA || mode == DatabaseUrl.SslMode.VERIFY_FULL;
        return new ClientSSLOptions()
                .setTrustAll(!verifies)
                .setHostnameVerificationAlgorithm(mode == DatabaseUrl.SslMode.VERIFY_FULL ? "HTTPS" : "");
    }
}
