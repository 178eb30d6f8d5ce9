package io.gavel.bench.server;

import io.gavel.bench.measure.Proc;
import io.gavel.bench.measure.Usage;
import io.gavel.bench.protocol.Protocol;
import io.gavel.bench.protocol.Tokens;
import java.net.InetSocketAddress;
import java.util.List;

/** A server under test: one process, or several that are one service. */
public final class Server implements AutoCloseable {
    private final Protocol protocol;
    private final Tokens tokens;
    private final List<InetSocketAddress> addresses;
    private final List<StartedProcess> processes;
    private final BenchPostgres postgres;
    private final String database;
    private final ColdStart coldStart;

    Server(
            Speech speech,
            List<InetSocketAddress> addresses,
            List<StartedProcess> processes,
            BenchPostgres postgres,
            String database,
            ColdStart coldStart) {
        this.protocol = speech.protocol();
        this.tokens = speech.tokens();
        this.addresses = List.copyOf(addresses);
        this.processes = List.copyOf(processes);
        this.postgres = postgres;
        this.database = database;
        this.coldStart = coldStart;
    }

    /** How a server is spoken to. */
    record Speech(Protocol protocol, Tokens tokens) {}

    public Protocol protocol() {
        return protocol;
    }

    public Tokens tokens() {
        return tokens;
    }

    /** Where its processes listen, one after the other. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    public InetSocketAddress address() {
        return addresses.get(0);
    }

    String database() {
        return database;
    }

    /** Runs statements behind the server's back, each in a transaction of its own. */
    public void execute(String... statements) {
        for (var sql : statements) {
            BenchPostgres.execute(database, sql);
        }
    }

    /** What the database says, one value a row. */
    public List<String> column(String sql) {
        return BenchPostgres.column(database, sql);
    }

    public ColdStart coldStart() {
        return coldStart;
    }

    public Usage usage() {
        return Usage.of(pids(), postgres.pid());
    }

    public long residentKibibytes() {
        return pids().stream().mapToLong(Proc::residentKibibytes).sum();
    }

    private List<Long> pids() {
        return processes.stream().flatMap(StartedProcess::pids).toList();
    }

    @Override
    public void close() {
        processes.forEach(StartedProcess::close);
        postgres.drop(database);
    }
}
