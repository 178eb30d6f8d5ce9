package io.gavel.bench.server;

import io.gavel.bench.protocol.PeerProtocol;
import io.gavel.bench.protocol.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people would use instead: Express, Socket.IO and Prisma, or the same with hand-written SQL. */
public final class PeerLauncher implements Launcher {
    private static final String SECRET = "peer-access-secret-peer-access-secret-01";
    private static final int CONNECTIONS = 20;

    private final Path folder;
    private final boolean handWritten;
    private final BenchPostgres postgres;

    public PeerLauncher(Path folder, boolean handWritten, BenchPostgres postgres) {
        this.folder = folder;
        this.handWritten = handWritten;
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return handWritten ? "Node.js, SQL by hand" : "Node.js, Prisma";
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public Server start(int nodes) {
        var database = postgres.newDatabase(handWritten ? "peer_sql" : "peer_prisma");
        for (var script : List.of("schema.sql", "seed.sql")) {
            BenchPostgres.execute(database, read(folder.resolve(script)));
        }
        var address = StartedProcess.loopback(StartedProcess.freePort());
        var process = process(database, address, nodes);
        var cold = process.awaitOk(address, "/health");
        var speech = new Server.Speech(new PeerProtocol(), new Tokens(SECRET));
        return new Server(speech, List.of(address), List.of(process), postgres, database, cold);
    }

    @Override
    public ColdStart restart(Server prepared) {
        var address = StartedProcess.loopback(StartedProcess.freePort());
        try (var process = process(prepared.database(), address, 1)) {
            return process.awaitOk(address, "/health");
        }
    }

    private StartedProcess process(String database, InetSocketAddress address, int workers) {
        var environment = new HashMap<>(Map.of(
                "NODE_ENV",
                "production",
                "WORKERS",
                Integer.toString(workers),
                "POOL_MAX",
                Integer.toString(CONNECTIONS / workers),
                "PORT",
                Integer.toString(address.getPort()),
                "JWT_SECRET",
                SECRET,
                "DATABASE_URL",
                database));
        if (handWritten) {
            environment.put("ORM", "pg");
        }
        return StartedProcess.start(
                folder, handWritten ? "sql" : "prisma", List.of("node", "src/main.js"), environment);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
