package io.gavel.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.Jitsi;
import io.gavel.config.Secret;
import io.gavel.doctor.TokenDoctor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JitsiSelfCheckTest {
    private static final TestNode NODE = TestNode.start(TestNode.NO_KEY);

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void tokensOfEveryRoleDoWithTheUsualSettings() {
        assertThat(complaints(TestNode.JITSI, TestNode.JITSI)).isEmpty();
    }

    @Test
    void whatSettingsMayWantIsNoComplaint() {
        var jitsi = TestNode.jitsi(Duration.ofSeconds(1), Map.of("Participant", Map.of("recording", true)));

        assertThat(complaints(jitsi, jitsi)).isEmpty();
    }

    @Test
    void whatJitsiRefusesIsALineForEachRole() {
        var server = new Jitsi(
                "https://meet.example.org",
                "meet.example.org",
                "another-app",
                new Secret("canary"),
                "Interview_",
                true,
                "./public/recordings",
                Duration.ofHours(1),
                Map.of());

        assertThat(complaints(TestNode.JITSI, server))
                .hasSize(6)
                .filteredOn(line -> line.contains("Moderator"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("signed with another key", "(signature)"),
                        line -> assertThat(line).contains("\"example-app\", not \"another-app\"", "(iss)"));
        assertThat(complaints(TestNode.JITSI, server)).noneMatch(line -> line.contains("canary"));
    }

    /** Of a node with these settings, judged by a server with those. */
    private static List<String> complaints(Jitsi ours, Jitsi theirs) {
        var tokens = new JitsiTokens(NODE.bus, ours, new SigningKey(ours.appSecret()), NODE.meters);
        return new JitsiSelfCheck(new TokenDoctor(theirs), tokens).complaints();
    }
}
