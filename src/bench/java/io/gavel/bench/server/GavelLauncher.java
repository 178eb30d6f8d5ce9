package io.gavel.bench.server;

import io.gavel.bench.protocol.GavelProtocol;
import io.gavel.bench.protocol.Tokens;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gavel as its users run it: the jar, in production mode, with every limit in force. Requests of this machine are counted as any
 * others, but there may be more of them than anybody else's.
 */
public final class GavelLauncher implements Launcher {
    private static final String SECRET = "the-platform-of-the-benchmark-knows-this";
    private static final String APP_SECRET = "jitsi-of-the-benchmark-knows-this-secret";

    private final Path jar;
    private final Path folder;
    private final List<String> javaOptions;
    private final BenchPostgres postgres;

    public GavelLauncher(Path jar, Path folder, List<String> javaOptions, BenchPostgres postgres) {
        this.jar = jar;
        this.folder = folder;
        this.javaOptions = javaOptions;
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return "Gavel";
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public Server start(int nodes) {
        var database = postgres.newDatabase("gavel");
        var clusterPorts = IntStream.range(0, nodes)
                .map(i -> StartedProcess.freePort())
                .boxed()
                .toList();
        var processes = new ArrayList<StartedProcess>();
        var addresses = new ArrayList<InetSocketAddress>();
        var managements = new ArrayList<InetSocketAddress>();
        var cold = new ColdStart(0, 0, 0);
        for (int i = 0; i < nodes; i++) {
            var node = node(database, nodes == 1 ? Map.of() : member(clusterPorts, i), "node-" + (i + 1));
            cold = node.process().awaitOk(node.management(), "/health/ready");
            processes.add(node.process());
            addresses.add(node.address());
            managements.add(node.management());
        }
        for (int i = 0; nodes > 1 && i < nodes; i++) {
            processes.get(i).awaitLine(managements.get(i), "/metrics", "gavel_cluster_members " + nodes + ".0");
        }
        var speech = new Server.Speech(new GavelProtocol(), new Tokens(SECRET));
        return new Server(speech, addresses, processes, postgres, database, cold);
    }

    @Override
    public ColdStart restart(Server prepared) {
        var node = node(prepared.database(), Map.of(), "cold");
        try (var process = node.process()) {
            return process.awaitOk(node.management(), "/health/ready");
        }
    }

    private record Node(StartedProcess process, InetSocketAddress address, InetSocketAddress management) {}

    private Node node(String database, Map<String, String> more, String name) {
        var port = StartedProcess.freePort();
        var managementPort = StartedProcess.freePort();
        var environment = new HashMap<>(more);
        environment.put("GAVEL_MODE", "production");
        environment.put("GAVEL_HOST", "127.0.0.1");
        environment.put("PORT", Integer.toString(port));
        environment.put("GAVEL_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("DATABASE_URL", database);
        environment.put("GAVEL_AUTH_SECRET", SECRET);
        environment.put("JITSI_APP_SECRET", APP_SECRET);
        environment.put("GAVEL_UNLIMITED_ADDRESSES", "");
        environment.put("GAVEL_USER_REQUESTS", "1000000");
        environment.put("GAVEL_ADDRESS_REQUESTS", "10000000");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        var archive = Path.of(jar.toAbsolutePath().toString().replaceFirst("\\.jar$", ".jsa"));
        if (Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        var process = StartedProcess.start(folder, name, command, environment);
        return new Node(process, StartedProcess.loopback(port), StartedProcess.loopback(managementPort));
    }

    private static Map<String, String> member(List<Integer> ports, int number) {
        return Map.of(
                "GAVEL_CLUSTER",
                "true",
                "GAVEL_CLUSTER_HOST",
                "127.0.0.1",
                "GAVEL_CLUSTER_PORT",
                ports.get(number).toString(),
                "GAVEL_CLUSTER_MEMBERS",
                ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")),
                "GAVEL_BUS_PORT",
                "0");
    }
}
