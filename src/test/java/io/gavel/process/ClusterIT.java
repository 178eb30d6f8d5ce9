package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.FreePorts;
import io.gavel.User;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two nodes that are one cluster on one database. */
class ClusterIT {
    private static final String SECRET = "one-secret-that-both-of-the-nodes-know";

    private final String database = TestPostgres.newDatabase();
    private final int firstPort;
    private final int secondPort;

    ClusterIT() throws IOException {
        firstPort = FreePorts.next();
        secondPort = FreePorts.next();
    }

    @Test
    void eachServesWhatTheOtherWroteAndOneOutlivesTheOther() throws Exception {
        try (var first = start("cluster-1", firstPort);
                var second = start("cluster-2", secondPort)) {
            first.ready();
            second.ready();
            var host = first.signIn("host");
            var hostAtSecond = User.withToken(second.url(), host.id(), host.token());
            var path = "/api/meeting/" + host.createMeeting(new JsonObject().put("title", "At the first"));

            assertThat(hostAtSecond.post(path + "/join").status()).isEqualTo(200);
            assertThat(host.get(path).json().getString("status")).isEqualTo("InProgress");
            await().until(() -> members(first) == 2 && members(second) == 2);

            first.terminate();

            assertThat(first.exitCode(Duration.ofSeconds(30))).isIn(0, 143);
            assertThat(hostAtSecond.put(path + "/end").json().getString("status"))
                    .isEqualTo("Completed");
            assertThat(second.readiness()).isEqualTo(200);
            await().until(() -> members(second) == 1);
        }
    }

    /** How many members the node sees, as its metrics tell. */
    private static double members(NodeProcess node) throws IOException {
        return NodeProcess.get(node.managementUrl() + "/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("gavel_cluster_members "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private NodeProcess start(String name, int clusterPort) throws IOException {
        return NodeProcess.start(
                NodeProcess.freshFolder(name),
                "DATABASE_URL",
                database,
                "GAVEL_AUTH_SECRET",
                SECRET,
                "GAVEL_CLUSTER",
                "true",
                "GAVEL_CLUSTER_PORT",
                Integer.toString(clusterPort),
                "GAVEL_CLUSTER_MEMBERS",
                "127.0.0.1:" + firstPort + ",127.0.0.1:" + secondPort,
                "GAVEL_BUS_PORT",
                Integer.toString(FreePorts.next()));
    }
}
