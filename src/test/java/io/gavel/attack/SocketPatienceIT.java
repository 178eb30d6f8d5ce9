package io.gavel.attack;

import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 49: connections that bring one byte a second, which keeps them from being idle. */
@Tag("cluster")
class SocketPatienceIT {
    private static final String NOTHING = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** More than the node waits, and much less than it takes an idle connection for one. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aTrickleIsCutOffAtBothPorts() {
        try (var node = RunningNode.start()) {
            var connections = new ArrayList<SocketBytes>();
            for (var url : List.of(node.url(), node.managementUrl())) {
                for (var begun : List.of(
                        "GET /nothing?",
                        "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
                        NOTHING + "GET /nothing?",
                        NOTHING + "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")) {
                    var connection = SocketBytes.open(url);
                    connection.send(begun);
                    connections.add(connection);
                }
            }

            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                connections.forEach(connection -> connection.send("x"));
                return connections.stream().allMatch(SocketBytes::isClosed);
            });
            connections.forEach(SocketBytes::close);
        }
    }
}
