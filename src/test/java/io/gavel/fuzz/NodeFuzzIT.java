package io.gavel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.gavel.fuzz.OddRequests.Credentials;
import io.gavel.postgres.TestPostgres;
import io.gavel.process.NodeProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node in production mode that is told nothing but oddities, with people in it who do nothing odd. */
@Tag("fuzz")
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class NodeFuzzIT {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFuzzIT.class);
    private static final long FRAMES = Long.getLong("fuzz.frames", 20_000);
    private static final long REQUESTS = Long.getLong("fuzz.requests", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final String JITSI = "what-servers-of-jitsi-show-to-the-fuzzed-node";

    private Path folder = Path.of("");

    @Test
    void noOddityHarmsTheNodeNorWhoIsInAMeeting() throws Exception {
        folder = NodeProcess.freshFolder("fuzz");
        try (var node = start().ready();
                var meeting = new QuietMeeting(person(node, "host"), person(node, "guest"))) {
            var atStart = blocked().size();
            var fuzz = new NodeFuzz(URI.create(node.url()), credentials(node), SEED);
            var began = System.nanoTime();

            fuzz.run(FRAMES, REQUESTS);

            LOG.info("{} s: {}", (System.nanoTime() - began) / 1_000_000_000, fuzz.tally());
            LOG.info("the meeting: {}", meeting.figures());
            var blocked = blocked().subList(atStart, blocked().size());
            LOG.info("loops held for more than 100 ms by the clock: {}", blocked.size());
            assertThat(blocked).noneMatch(NodeFuzzIT::isOwnFault);
            requireUnharmed(node, fuzz, meeting);
        }
    }

    private void requireUnharmed(NodeProcess node, NodeFuzz fuzz, QuietMeeting meeting) throws Exception {
        var tally = fuzz.tally();
        assertThat(tally.count("frames")).isGreaterThanOrEqualTo(FRAMES);
        assertThat(tally.sum("answers ")).isGreaterThanOrEqualTo(REQUESTS);
        assertThat(fuzz.failures()).as("answers from 500").isEmpty();
        assertThat(tally.count("frames err 500")).as("commands that failed").isZero();
        assertThat(tally.sum("sockets closed 4"))
                .as("sockets that were too slow, too fast or too silent")
                .isZero();
        assertThat(tally.count("answers that did not come")).isZero();
        assertThat(node.errors()).isEmpty();
        assertThat(node.output().lines()).noneMatch(NodeFuzzIT::tellsOfAFault);
        assertThat(node.readiness()).isEqualTo(200);
        meeting.requireUnharmed();
        assertThat(person(node, "host").get("/api/meeting/list").status()).isEqualTo(200);
    }

    private static boolean tellsOfAFault(String line) {
        return line.contains("\"ERROR\"") || line.contains("\"throwable\":{") || line.contains("BlockedThreadChecker");
    }

    /** The loop itself worked for so long, or waited for something that is not the processor. */
    private static boolean isOwnFault(String line) {
        return millis(line, "worked") + millis(line, "waited") > 100;
    }

    private static long millis(String line, String what) {
        return Long.parseLong(line.replaceAll(".*" + what + " (\\d+) ms.*", "$1"));
    }

    private List<String> blocked() throws IOException {
        var lines = Files.readAllLines(folder.resolve("loops.log"));
        assertThat(lines).as("the agent's log").contains("begun").noneMatch(line -> line.startsWith("over"));
        return lines.stream().filter(line -> line.startsWith("blocked")).toList();
    }

    private NodeProcess start() throws IOException {
        var agent = LoopWatch.jar(folder) + "=" + folder.resolve("loops.log");
        return NodeProcess.start(
                folder,
                "GAVEL_MODE",
                "production",
                "GAVEL_HOST",
                "127.0.0.1",
                "DATABASE_URL",
                TestPostgres.newDatabase(),
                "GAVEL_AUTH_SECRET",
                Person.SECRET,
                "JITSI_APP_SECRET",
                "what-jitsi-and-the-fuzzed-node-know-together",
                "GAVEL_JITSI_RESERVATION_TOKEN",
                JITSI,
                "GAVEL_JITSI_EVENTS_TOKEN",
                JITSI,
                "GAVEL_JITSI_RECORDER_TOKEN",
                JITSI,
                "GAVEL_JAAS_WEBHOOK_SECRET",
                JITSI,
                // As a node runs for long: with both compilers.
                "-XX:TieredStopAtLevel=",
                "4",
                "-Xmx",
                "512m",
                "-javaagent:",
                agent);
    }

    private static User person(NodeProcess node, String id) {
        return User.withToken(node.url(), id, Person.token(id));
    }

    private static Credentials credentials(NodeProcess node) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < NodeFuzz.USERS; i++) {
            ids.add("fuzzer-" + i);
        }
        var meetings = new ArrayList<Long>();
        for (int i = 0; i < 8; i++) {
            meetings.add(person(node, "patient")
                    .createMeeting(new JsonObject().put("title", "Odd").put("participantUserIds", ids)));
        }
        for (int i = 0; i < NodeFuzz.USERS; i++) {
            person(node, ids.get(i)).post("/api/meeting/" + meetings.get(i % meetings.size()) + "/join");
        }
        return new Credentials(ids.stream().map(Person::token).toList(), JITSI, meetings);
    }
}
