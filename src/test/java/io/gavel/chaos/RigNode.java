package io.gavel.chaos;

import io.gavel.FreePorts;
import io.gavel.cluster.Platform;
import io.gavel.process.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A node's place: its ports, the wires to it and from it to the database, and the process that is there now. */
final class RigNode {
    private final String name;
    private final Net net;
    private final int port = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final int clusterPort = FreePorts.next();
    private final int busPort = FreePorts.next();
    private final Wire cluster;
    private final Wire bus;
    private final Wire database;
    private final String databaseUrl;
    private String members = "";
    private @Nullable NodeProcess process;

    RigNode(String name, Net net, String databaseUrl) throws TimeoutException {
        this.name = name;
        this.net = net;
        cluster = net.to(name, clusterPort);
        bus = net.to(name, busPort);
        var postgres = URI.create(databaseUrl).getPort();
        database = net.between(name, Rig.POSTGRES, postgres);
        this.databaseUrl = databaseUrl.replace(":" + postgres + "/", ":" + database.port() + "/");
    }

    /** Starts the process among these nodes; whoever waits for it asks {@link #process()}. */
    void launch(List<RigNode> all) throws IOException {
        members = all.stream().map(node -> "127.0.0.1:" + node.cluster.port()).collect(Collectors.joining(","));
        launchAgain();
    }

    /** As before, on the same ports. */
    void launchAgain() throws IOException {
        var folder = NodeProcess.freshFolder("chaos-" + name + "-" + System.nanoTime());
        Files.writeString(folder.resolve("cluster.xml"), clusterXml());
        process = NodeProcess.start(folder, variables().toArray(String[]::new));
        net.name(process.pid(), name);
    }

    /** The others come to the cluster's port by its wire. */
    private String clusterXml() throws IOException {
        return Files.readString(Path.of("cluster.xml"))
                .replace(
                        "<public-address>${gavel.cluster.host}<",
                        "<public-address>${gavel.cluster.host}:" + cluster.port() + "<");
    }

    private List<String> variables() {
        return new ArrayList<>(List.of(
                "PORT",
                Integer.toString(port),
                "GAVEL_MANAGEMENT_PORT",
                Integer.toString(managementPort),
                "DATABASE_URL",
                databaseUrl,
                "GAVEL_AUTH_SECRET",
                Platform.SECRET,
                "GAVEL_CLUSTER",
                "true",
                "GAVEL_CLUSTER_HOST",
                "127.0.0.1",
                "GAVEL_CLUSTER_PORT",
                Integer.toString(clusterPort),
                "GAVEL_CLUSTER_MEMBERS",
                members,
                "GAVEL_BUS_PORT",
                Integer.toString(busPort),
                "-Dgavel.bus.public.port",
                Integer.toString(bus.port()),
                "-Xms",
                "192m",
                "-Xmx",
                "192m"));
    }

    NodeProcess process() {
        return Objects.requireNonNull(process);
    }

    boolean isReady() {
        return process().readiness() == 200;
    }

    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What other nodes say to it. */
    List<Wire> fromNodes() {
        return List.of(cluster, bus);
    }

    Wire bus() {
        return bus;
    }

    Wire database() {
        return database;
    }

    /** How many files and sockets the process has open; 0 where nobody tells. */
    long openFiles() throws IOException {
        var folder = Path.of("/proc", Long.toString(process().pid()), "fd");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    /** Asks it to go, as SIGTERM does. */
    void terminate() {
        if (process != null) {
            process.terminate();
        }
    }

    void close() {
        if (process != null) {
            process.close();
        }
    }
}
