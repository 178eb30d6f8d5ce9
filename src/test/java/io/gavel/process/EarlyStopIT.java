package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A node that is told to go before it is up. */
class EarlyStopIT {
    private static final Pattern SERVER = Pattern.compile("runs as process (\\d+)");

    @Test
    void itsDatabaseGoesWithIt() throws Exception {
        var folder = NodeProcess.freshFolder("early-stop");
        try (var node = NodeProcess.start(folder)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> SERVER.matcher(node.output()).find());
            var server = SERVER.matcher(node.output());
            assertThat(server.find()).isTrue();

            node.terminate();

            assertThat(node.exitCode(Duration.ofSeconds(30))).isIn(0, 1, 143);
            var serverId = Long.parseLong(server.group(1));
            // It has ended by now; its parent, no longer the node, may take a moment to notice.
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> ProcessHandle.of(serverId)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
            assertThat(node.said()).doesNotContain("\tat ");
        }
    }
}
