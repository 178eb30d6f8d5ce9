package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.FreePorts;
import io.gavel.Tools;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People in windows of a real browser, on two nodes behind HAProxy: what src/test/js/browser says of them. Its pictures are
 * left in target/pictures; those of the README are copies.
 */
@Isolated("a browser beside it starves nodes that others load or kill")
class BrowserIT {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserIT.class);
    private static final String SECRET = "one-secret-that-both-of-the-nodes-know";
    private static final int SECONDS = 120;

    private final String database = TestPostgres.newDatabase();
    private final int jitsiPort = FreePorts.next();
    private final List<Integer> clusterPorts = List.of(FreePorts.next(), FreePorts.next());

    @Test
    void twoWindowsOnTwoNodesAgreeAlsoWhenOneNodeIsKilled() throws Exception {
        var haproxy = Tools.requireOrSkip("haproxy");
        var chromium = Tools.requireOrSkip("chromium", "chromium-browser", "google-chrome");
        var folder = Scripts.install();
        var pictures = Files.createDirectories(Path.of("target", "pictures").toAbsolutePath());
        try (var first = start(0);
                var second = start(1);
                var balancer = Balancer.start(haproxy, List.of(first.ready(), second.ready()))) {
            var nodes = new JsonArray(Stream.of(first, second)
                    .map(node -> new JsonObject().put("pid", node.pid()).put("url", node.url()))
                    .toList());
            var outcome = Scripts.node(
                    folder,
                    SECONDS,
                    Map.of(
                            "GAVEL_URL", balancer.url(),
                            "GAVEL_NODES", nodes.encode(),
                            "JITSI_PORT", Integer.toString(jitsiPort),
                            "CHROMIUM", chromium.toString(),
                            "PICTURES", pictures.toString()),
                    "--test",
                    "--test-reporter=spec",
                    "browser/console.mjs");

            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            LOG.info("{}", outcome.output());
        }
    }

    private NodeProcess start(int number) throws IOException {
        var own = Stream.of(
                "DATABASE_URL",
                database,
                "GAVEL_AUTH_SECRET",
                SECRET,
                "JITSI_DOMAIN",
                "http://127.0.0.1:" + jitsiPort,
                "JITSI_RECORDING_ENABLED",
                "true");
        var variables = Stream.concat(own, Stream.of(NodeProcess.memberOf(clusterPorts, number)));
        return NodeProcess.start(NodeProcess.freshFolder("browser-" + number), variables.toArray(String[]::new));
    }
}
