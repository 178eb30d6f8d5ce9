package io.gavel.http.jaas;

import static io.gavel.http.jaas.JaasRig.APP;
import static io.gavel.http.jaas.JaasRig.NOW_SECONDS;
import static io.gavel.http.jaas.JaasRig.event;
import static io.gavel.http.jaas.JaasRig.signature;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody but a broken or hostile caller sends. */
class JaasForgeriesTest {
    private static JaasRig rig;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        rig = new JaasRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    static Stream<byte[]> malformed() {
        var good = event("ROOM_CREATED", "{}");
        return Stream.of(
                        "",
                        "{",
                        "[]",
                        "null",
                        "{}",
                        good + "x",
                        good.replace("\"data\":{}", "\"data\":{},\"data\":{}"),
                        good.replace(APP, "vpaas-magic-cookie-another"),
                        good.replace("\"appId\":\"" + APP + "\",", ""),
                        good.replace("\"d11f155d\"", "17"),
                        good.replace("\"d11f155d\"", "\" \""),
                        good.replace("d11f155d", "x".repeat(129)),
                        good.replace("\"ROOM_CREATED\"", "null"),
                        good.replace("1795348799123", "\"1795348799123\""),
                        good.replace("1795348799123", "-1"),
                        good.replace("1795348799123", "1e300"),
                        good.replace("d11f155d", "\\u0000"),
                        good.replace("{}", "[".repeat(2000) + "]".repeat(2000)))
                .map(text -> text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsSignedAndNoWebhookOfOursIsRefused(byte[] body) throws Exception {
        var answer = rig.tell(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void anotherCharsetIsRefused() throws Exception {
        var body = event("ROOM_CREATED", "{\"name\":\"ü\"}");

        assertThat(rig.tell(body.getBytes(ISO_8859_1)).statusCode()).isEqualTo(400);
        assertThat(rig.tell(body.getBytes(UTF_16)).statusCode()).isEqualTo(400);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        var body = new byte[256 * 1024 + 1];
        Arrays.fill(body, (byte) ' ');

        assertThat(rig.tell(body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"v0", "v2", "V1", "sha256"})
    void anotherSchemeIsNoSignature(String scheme) throws Exception {
        var body = event("ROOM_CREATED", "{}").getBytes(UTF_8);

        assertRefused(body, "t=" + NOW_SECONDS + "," + scheme + "=" + signature(NOW_SECONDS, body));
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400})
    void aSignatureOfAnotherTimeIsRefused(long seconds) throws Exception {
        var body = event("ROOM_CREATED", "{}").getBytes(UTF_8);
        var time = Long.toString(JaasRig.NOW.getEpochSecond() + seconds);

        assertRefused(body, "t=" + time + ",v1=" + signature(time, body));
        assertRefused(body, "t=" + NOW_SECONDS + ",v1=" + signature(time, body));
    }

    @Test
    void aBodyThatWasChangedByOneByteIsRefused() throws Exception {
        var body = event("ROOM_CREATED", "{}").getBytes(UTF_8);
        var header = "t=" + NOW_SECONDS + ",v1=" + signature(NOW_SECONDS, body);
        for (var at : new int[] {0, body.length / 2, body.length - 1}) {
            var changed = body.clone();
            changed[at] ^= 1;
            assertRefused(changed, header);
        }
        assertRefused(Arrays.copyOf(body, body.length - 1), header);
        assertRefused(new byte[0], header);
    }

    @Test
    void withoutASignatureOrWithTwoItIsRefused() throws Exception {
        var body = event("ROOM_CREATED", "{}").getBytes(UTF_8);
        var header = "t=" + NOW_SECONDS + ",v1=" + signature(NOW_SECONDS, body);

        assertRefused(body);
        assertRefused(body, header, header);
        assertRefused(body, "");
    }

    private static void assertRefused(byte[] body, String... signatures) throws Exception {
        var before = rig.counted("unauthenticated");

        var answer = rig.send(body, signatures);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(rig.counted("unauthenticated") - before).isEqualTo(1);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        var answer = rig.get(
                "/jitsi/jaas/webhook", "X-Jaas-Signature", "t=" + JaasRig.NOW_SECONDS + ",v1=nobody-looks-at-it-yet");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        assertThat(rig.get("/jitsi/jaas/webhook").statusCode()).isEqualTo(401);
    }

    @Test
    void whatWasFreshWhenItBeganMustBeSoWhenItEnds() throws Exception {
        rig.nextTimes.add(JaasRig.NOW);
        rig.nextTimes.add(JaasRig.NOW.plusSeconds(301));

        var answer = rig.tell(JaasRig.event("ROOM_CREATED", "{}"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(rig.told).isEmpty();
    }
}
