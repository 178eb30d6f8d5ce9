package io.gavel.chaos;

import io.gavel.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What happens to PostgreSQL. */
final class DatabaseFaults {
    private static final int BACKENDS = 4;

    private final Rig rig;
    private final List<Crowd> crowds;

    DatabaseFaults(Rig rig, List<Crowd> crowds) {
        this.rig = rig;
        this.crowds = crowds;
    }

    List<Fault> all() {
        var all = new ArrayList<>(List.of(crash(), away(), frozen(), terminated(), lockHeld(), exhausted()));
        rig.disk().ifPresent(disk -> all.add(diskFull(disk)));
        return all;
    }

    private Fault crash() {
        return down("F15", "PostgreSQL crashes and starts again", Duration.ZERO);
    }

    private Fault away() {
        return down("F16", "PostgreSQL is away for 20 s", Duration.ofSeconds(20));
    }

    private Fault down(String number, String name, Duration length) {
        return new Fault(number, name, length, rig.postgres()::stop, this::startAgain, "stops");
    }

    private long startAgain() {
        rig.postgres().startAgain();
        return 1;
    }

    private Fault frozen() {
        return new Fault(
                "F12",
                "PostgreSQL takes everything and answers nothing for 8 s",
                Duration.ofSeconds(8),
                rig.postgres()::freeze,
                () -> {
                    rig.postgres().thaw();
                    return 1;
                },
                "processes stopped");
    }

    private Fault terminated() {
        var ended = new AtomicLong();
        return new Fault(
                "F13",
                "PostgreSQL ends four backends",
                Duration.ofSeconds(2),
                () -> ended.set(count("SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM (SELECT pid FROM"
                        + " pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                        + " ORDER BY random() LIMIT " + BACKENDS + ") AS chosen")),
                ended::get,
                "backends ended");
    }

    private long count(String sql) throws SQLException {
        try (var connection = connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return TestPostgres.connect(rig.postgres().url());
    }

    /** Somebody else holds the lock of one meeting; the others must not notice. */
    private Fault lockHeld() {
        var holder = new ArrayList<Connection>();
        var before = new AtomicLong();
        return new Fault(
                "F18",
                "the lock of one meeting is held for 15 s",
                Duration.ofSeconds(15),
                () -> {
                    var connection = connect();
                    holder.add(connection);
                    connection.setAutoCommit(false);
                    connection
                            .createStatement()
                            .execute("SELECT 1 FROM gavel.meeting_stream WHERE meeting_id = "
                                    + crowds.get(0).load().meetingId() + " FOR UPDATE");
                    before.set(others());
                },
                () -> {
                    var acknowledged = others() - before.get();
                    holder.get(0).rollback();
                    holder.get(0).close();
                    return acknowledged;
                },
                "commands acknowledged in the other meetings");
    }

    private long others() {
        return crowds.stream()
                .skip(1)
                .mapToLong(crowd -> crowd.load().acknowledged())
                .sum();
    }

    /** Others take all the connections that are left: what a node loses now it does not get back. */
    private Fault exhausted() {
        var taken = new ArrayList<Connection>();
        return new Fault(
                "F18",
                "all connections to PostgreSQL are taken, and backends end",
                Duration.ofSeconds(10),
                () -> {
                    takeAll(taken);
                    rig.nodes().get(0).database().reset();
                    takeAll(taken);
                },
                () -> {
                    for (var connection : taken) {
                        connection.close();
                    }
                    return taken.size();
                },
                "connections taken");
    }

    private void takeAll(List<Connection> taken) {
        try {
            while (true) {
                taken.add(connect());
            }
        } catch (SQLException none) {
            if (!"53300".equals(none.getSQLState())) {
                throw new AssertionError(none);
            }
        }
    }

    /** PostgreSQL may end itself when its log cannot grow; whoever runs it makes room and starts it again. */
    private Fault diskFull(Disk disk) {
        var filled = new AtomicLong();
        return new Fault(
                "F17",
                "PostgreSQL's disk is full for 10 s",
                Duration.ofSeconds(10),
                () -> filled.set(disk.fill()),
                () -> {
                    disk.free();
                    rig.postgres().startAgain();
                    return filled.get();
                },
                "bytes filled");
    }
}
