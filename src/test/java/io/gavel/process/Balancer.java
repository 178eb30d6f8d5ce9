package io.gavel.process;

import static org.awaitility.Awaitility.await;

import io.gavel.FreePorts;
import io.gavel.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** HAProxy before two nodes, with this repository's configuration; only the ports are others. */
final class Balancer implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final String url;

    private Balancer(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** Starts it and waits until it passes something on. */
    static Balancer start(Path haproxy, NodeProcess first, NodeProcess second) throws IOException {
        int front = FreePorts.next();
        var folder = NodeProcess.freshFolder("haproxy-" + front);
        var config = Files.readString(Path.of("conf", "haproxy.cfg"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + front)
                .replace("127.0.0.1:5000 check port 5001", server(first))
                .replace("127.0.0.1:5010 check port 5011", server(second));
        var file = Files.writeString(folder.resolve("haproxy.cfg"), config);
        var log = folder.resolve("haproxy.log");
        var process = new ProcessBuilder(haproxy.toString(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var balancer = new Balancer(process, log, "http://127.0.0.1:" + front);
        await().atMost(Duration.ofSeconds(20)).until(balancer::passesOn);
        return balancer;
    }

    private static String server(NodeProcess node) {
        return "127.0.0.1:" + node.port() + " check port "
                + URI.create(node.managementUrl()).getPort();
    }

    private boolean passesOn() {
        try {
            return NodeProcess.get(url + "/openapi.json").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String url() {
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

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
