package io.gavel.cluster;

import io.gavel.FreePorts;
import io.gavel.process.NodeProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Some nodes as processes of their own that are one cluster on one database. */
final class TestCluster implements AutoCloseable {
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<BusProxy> cables = new ArrayList<>();

    private TestCluster() {}

    /** Starts so many nodes; what is given beside it goes to each. */
    static TestCluster start(int size, String name, String database, String... variables) throws IOException {
        return start(size, name, database, false, variables);
    }

    /** As {@link #start}, and each node's bus is reached through a cable that can be cut. */
    static TestCluster withCables(int size, String name, String database, String... variables) throws IOException {
        return start(size, name, database, true, variables);
    }

    private static TestCluster start(int size, String name, String database, boolean cables, String... variables)
            throws IOException {
        var cluster = new TestCluster();
        try {
            cluster.launch(size, name, database, cables, variables);
            return cluster;
        } catch (IOException | AssertionError failure) {
            cluster.close();
            throw failure;
        }
    }

    private void launch(int size, String name, String database, boolean withCables, String... variables)
            throws IOException {
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < size; i++) {
            ports.add(FreePorts.next());
        }
        var members = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        for (int i = 0; i < size; i++) {
            var own = new ArrayList<>(common(database, members));
            own.addAll(List.of("GAVEL_CLUSTER_PORT", Integer.toString(ports.get(i))));
            own.addAll(bus(withCables));
            own.addAll(Arrays.asList(variables));
            var folder = NodeProcess.freshFolder(name + "-" + i);
            nodes.add(NodeProcess.start(folder, own.toArray(String[]::new)));
        }
        nodes.forEach(NodeProcess::ready);
    }

    private static List<String> common(String database, String members) {
        return List.of(
                "DATABASE_URL",
                database,
                "GAVEL_AUTH_SECRET",
                Platform.SECRET,
                "GAVEL_CLUSTER",
                "true",
                "GAVEL_CLUSTER_HOST",
                "127.0.0.1",
                "GAVEL_CLUSTER_MEMBERS",
                members,
                "-Xmx",
                "256m");
    }

    private List<String> bus(boolean withCable) throws IOException {
        var port = FreePorts.next();
        var variables = new ArrayList<>(List.of("GAVEL_BUS_PORT", Integer.toString(port)));
        if (withCable) {
            var cable = new BusProxy(port);
            cables.add(cable);
            variables.addAll(List.of("-Dgavel.bus.public.port", Integer.toString(cable.port())));
        }
        return variables;
    }

    NodeProcess node(int number) {
        return nodes.get(number);
    }

    List<String> urls() {
        return nodes.stream().map(NodeProcess::url).toList();
    }

    /** No message of the bus passes any more; the cluster's own connections stay. */
    void cutBus() {
        cables.forEach(BusProxy::cut);
    }

    void mendBus() {
        cables.forEach(BusProxy::mend);
    }

    /** How many bytes of messages the cut cables swallowed. */
    long swallowed() {
        return cables.stream().mapToLong(BusProxy::swallowed).sum();
    }

    /** Asks all to go at once, and then waits for each. */
    @Override
    public void close() {
        nodes.forEach(NodeProcess::terminate);
        nodes.forEach(NodeProcess::close);
        cables.forEach(BusProxy::close);
    }
}
