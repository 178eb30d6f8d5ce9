package io.gavel.process;

import static org.awaitility.Awaitility.await;

import io.gavel.FreePorts;
import io.gavel.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** HAProxy before some nodes, with this repository's configuration; only the ports, and nodes beyond two, are others. */
public final class Balancer implements AutoCloseable {
    private final Path haproxy;
    private final Path config;
    private final Path log;
    private final String url;
    private Process process;

    private Balancer(Path haproxy, Path config, Path log, String url, Process process) {
        this.haproxy = haproxy;
        this.config = config;
        this.log = log;
        this.url = url;
        this.process = process;
    }

    /** Starts it before two nodes or more and waits until it passes something on. */
    public static Balancer start(Path haproxy, List<NodeProcess> nodes) throws IOException {
        int front = FreePorts.next();
        var folder = NodeProcess.freshFolder("haproxy-" + front);
        var file = Files.writeString(folder.resolve("haproxy.cfg"), config(front, nodes));
        var log = Files.createFile(folder.resolve("haproxy.log"));
        var balancer = new Balancer(haproxy, file, log, "http://127.0.0.1:" + front, launch(haproxy, file, log));
        balancer.awaitPassing();
        return balancer;
    }

    private static String config(int front, List<NodeProcess> nodes) throws IOException {
        var config = new StringBuilder(Files.readString(Path.of("conf", "haproxy.cfg"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + front)
                .replace("127.0.0.1:5000 check port 5001", server(nodes.get(0)))
                .replace("127.0.0.1:5010 check port 5011", server(nodes.get(1))));
        for (int i = 2; i < nodes.size(); i++) {
            config.append("    server node%d %s%n".formatted(i + 1, server(nodes.get(i))));
        }
        return config.toString();
    }

    private static String server(NodeProcess node) {
        return "127.0.0.1:" + node.port() + " check port "
                + URI.create(node.managementUrl()).getPort();
    }

    private static Process launch(Path haproxy, Path config, Path log) throws IOException {
        return new ProcessBuilder(haproxy.toString(), "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitPassing() {
        await().atMost(Duration.ofSeconds(20)).until(this::passesOn);
    }

    private boolean passesOn() {
        try {
            return NodeProcess.get(url + "/openapi.json").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String url() {
        return url;
    }

    /** The same person, who comes by way of the balancer. */
    User at(User user) {
        return User.withToken(url, user.id(), user.token());
    }

    /** What it wrote by now. */
    String said() throws IOException {
        return Files.readString(log);
    }

    /** As kill -9; all connections through it end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** After {@link #kill()}, on the same port. */
    public void startAgain() throws IOException {
        process = launch(haproxy, config, log);
        awaitPassing();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
