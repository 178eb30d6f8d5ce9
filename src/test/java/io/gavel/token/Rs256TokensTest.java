package io.gavel.token;

import static io.gavel.token.Admissions.ADMITTED;
import static io.gavel.token.Admissions.ROOM;
import static io.gavel.token.Admissions.admission;
import static io.gavel.token.Admissions.golden;
import static io.gavel.token.Admissions.meeting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RsaPair;
import io.gavel.access.AccessRequests.JoinMeeting;
import io.gavel.access.Join;
import io.gavel.bus.Addresses;
import io.gavel.config.Jitsi;
import io.gavel.config.JitsiKey;
import io.gavel.config.Mode;
import io.gavel.config.Secret;
import io.gavel.doctor.CheckToken;
import io.gavel.doctor.Circumstances;
import io.gavel.doctor.TokenDoctor;
import io.gavel.doctor.TokenFinding;
import io.gavel.identity.Caller;
import io.gavel.meeting.Role;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that a key of this deployment's own signs, for a Jitsi of its own and for Jitsi as a Service. */
class Rs256TokensTest {
    private static final String APP = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe";
    private static final Caller ALICE =
            new Caller("alice", "Token Name", null, null, false, TestNode.NOW.plusSeconds(60));
    private static final RsaPair PAIR = RsaPair.generate();
    private static final Jitsi OWN = jitsi("https://Meet.Example.org", "meet.example.org", "gavel 2026/ä");
    private static final Jitsi JAAS = jitsi("8x8.vc", "8x8.vc", APP + "/4f4910");
    private static final TestNode OWN_NODE = TestNode.start(TestNode.config(Mode.DEV, TestNode.NO_KEY, OWN));
    private static final TestNode JAAS_NODE = TestNode.start(TestNode.config(Mode.DEV, TestNode.NO_KEY, JAAS));

    @AfterAll
    static void stop() {
        OWN_NODE.close();
        JAAS_NODE.close();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void bothServerAndClientOfAnOwnJitsiTakeTheToken(Role role) {
        var token = join(OWN_NODE, role).jitsiToken();

        var jitsi = new JitsiVerifier("RS256", PAIR::signed, "example-app", "meet.example.org", ROOM, ADMITTED);
        assertThat(jitsi.complaints(token)).isEmpty();
        assertThat(findings(OWN, token)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void bothServerAndClientOfJaasTakeTheToken(Role role) {
        var token = join(JAAS_NODE, role).jitsiToken();

        assertThat(new JitsiVerifier("RS256", PAIR::signed, "chat", APP, ROOM, ADMITTED).complaints(token))
                .isEmpty();
        assertThat(findings(JAAS, token)).isEmpty();
        assertThat(findings(TestNode.JITSI, token)).containsExactly("signature-unchecked");
    }

    @Test
    void theHeaderIsExact() {
        var own = join(OWN_NODE, Role.HOST).jitsiToken();
        var jaas = join(JAAS_NODE, Role.HOST).jitsiToken();

        assertThat(JitsiVerifier.header(own))
                .isEqualTo(JitsiVerifier.json("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"gavel 2026/ä\"}"));
        assertThat(JitsiVerifier.header(jaas).path("kid").asText()).isEqualTo(APP + "/4f4910");
    }

    @Test
    void anOwnJitsisClaimsAreThoseOfATokenThatASecretSigned() {
        var join = join(OWN_NODE, Role.PARTICIPANT);

        assertThat(JitsiVerifier.claims(join.jitsiToken()))
                .isEqualTo(golden("\"moderator\":false,\"affiliation\":\"member\"", """
                        "list-visitors":false,"lobby":false,"moderation":false,"transcription":false,
                        "livestreaming":false,"recording":false"""));
        assertThat(join.tenant()).isNull();
    }

    @Test
    void jaasIsToldItsOwnNamesForUs() {
        var join = join(JAAS_NODE, Role.HOST);

        var claims = JitsiVerifier.claims(join.jitsiToken());
        assertThat(claims.path("iss").asText()).isEqualTo("chat");
        assertThat(claims.path("aud").asText()).isEqualTo("jitsi");
        assertThat(claims.path("sub").asText()).isEqualTo(APP);
        assertThat(claims.path("context").path("user").path("moderator").isBoolean())
                .isTrue();
        assertThat(join.tenant()).isEqualTo(APP);
        assertThat(join.domain()).isEqualTo("8x8.vc");
    }

    @Test
    void aTokenOfTheSecretOpensNothingWhereAKeyIs() {
        var secret = new SigningKey(OWN.appSecret());
        var token = secret.sign(new LinkedHashMap<>(Map.of("sub", "meet.example.org")));

        assertThat(findings(OWN, token)).contains("kid-missing", "alg-confusion");
        assertThat(findings(JAAS, token)).contains("kid-missing", "alg-confusion", "jaas-sub");
    }

    @Test
    void aNodesOwnTokensDoAtItsStart() {
        for (var node : List.of(OWN_NODE, JAAS_NODE)) {
            var jitsi = node == OWN_NODE ? OWN : JAAS;
            var tokens = new JitsiTokens(node.bus, jitsi, SigningKey.of(node.vertx, jitsi), node.meters);
            assertThat(new JitsiSelfCheck(new TokenDoctor(jitsi), tokens).complaints())
                    .isEmpty();
        }
    }

    @Test
    void aKeyWithoutATenantIsComplainedOf() {
        var jitsi = jitsi("8x8.vc", "8x8.vc", APP);
        var tokens = new JitsiTokens(JAAS_NODE.bus, jitsi, SigningKey.of(JAAS_NODE.vertx, jitsi), JAAS_NODE.meters);

        assertThat(new JitsiSelfCheck(new TokenDoctor(jitsi), tokens).complaints())
                .anyMatch(line -> line.endsWith("(jaas-kid)"));
    }

    private static Join join(TestNode node, Role role) {
        node.admitting(asked -> Future.succeededFuture(admission(role, meeting(true))));
        return node.ask(Addresses.JOIN_MEETING, new JoinMeeting(ALICE, 42, null));
    }

    private static List<String> findings(Jitsi jitsi, String token) {
        var asked = new CheckToken(token, Circumstances.room(ROOM));
        return new TokenDoctor(jitsi)
                .examine(asked, ADMITTED).findings().stream()
                        .map(TokenFinding::rule)
                        .toList();
    }

    private static Jitsi jitsi(String domain, String host, String keyId) {
        var plain = TestNode.JITSI;
        return new Jitsi(
                domain,
                host,
                plain.appId(),
                plain.appSecret(),
                plain.roomPrefix(),
                plain.recordingEnabled(),
                plain.recordingPath(),
                plain.tokenLifetime(),
                plain.features(),
                new JitsiKey(keyId, new Secret(PAIR.pem())));
    }
}
