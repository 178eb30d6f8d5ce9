package io.gavel.http.jaas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By 8x8's own example in "Check the webhook signatures". */
class JaasSignatureTest {
    private static final Secret SECRET = new Secret("whsec_9635df66714a4cf088ee9d0979dd3bf6");
    private static final String SIGNATURE = "v1=xlzqEojlh4qb21sQpXYsWgyK8x9HVpz+RQldsv18rV0=";
    private static final String BODY = "{\"eventType\":\"PARTICIPANT_JOINED\","
            + "\"sessionId\":\"9a441d60-ceaf-4eba-b0a8-a7d940a76e1b\",\"timestamp\":1632490058278,"
            + "\"fqn\":\"vpaas-magic-cookie-96f0941768964ab380ed0fbada7a502f/sampleappromanticshiftsstripas\","
            + "\"idempotencyKey\":\"9e9e7420-562d-4659-8e22-44b9b22aaa49\","
            + "\"customerId\":\"96f0941768964ab380ed0fbada7a502f\","
            + "\"appId\":\"vpaas-magic-cookie-96f0941768964ab380ed0fbada7a502f\","
            + "\"data\":{\"avatar\":\"\",\"name\":\"Test User\",\"id\":\"auth0|5f903d7a77f3b4006eb8e67d\","
            + "\"participantJid\":\"fc1ea14a-9bca-4218-a563-8c627e803d56@8x8.vc\",\"moderator\":true,"
            + "\"email\":\"test.user@company.com\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1632490060," + SIGNATURE,
                "t=1632490060, " + SIGNATURE,
                SIGNATURE + ",t=1632490060",
                "t=1632490060,v0=AAAA," + SIGNATURE + ",v2=BBBB",
                "t=1632490060,v1=AAAA," + SIGNATURE
            })
    void theirExampleIsRight(String header) {
        assertThat(signature(header).isOf(BODY.getBytes(UTF_8), SECRET)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1632490061," + SIGNATURE,
                "t=1632490060,v1=xlzqEojlh4qb21sQpXYsWgyK8x9HVpz+RQldsv18rV0",
                "t=1632490060,v1=",
                "t=1632490060,v1=ü",
                "t=1632490060,v1=AAAA,v1=BBBB"
            })
    void anotherTimeOrSignatureIsNot(String header) {
        assertThat(signature(header).isOf(BODY.getBytes(UTF_8), SECRET)).isFalse();
    }

    @Test
    void neitherIsAnotherBodyOrSecret() {
        var signature = signature("t=1632490060," + SIGNATURE);

        assertThat(signature.isOf((BODY + " ").getBytes(UTF_8), SECRET)).isFalse();
        assertThat(signature.isOf(BODY.replace("true", "trUe").getBytes(UTF_8), SECRET))
                .isFalse();
        assertThat(signature.isOf(BODY.getBytes(UTF_8), new Secret("whsec_another")))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ",",
                "t",
                "v1",
                "t=1632490060",
                SIGNATURE,
                "t=1632490060,V1=AAAA",
                "t=1632490060,v11=AAAA",
                "t=1632490060,v2=AAAA",
                "t=1632490060,t=1632490060," + SIGNATURE,
                "t=," + SIGNATURE,
                "t=-1," + SIGNATURE,
                "t=1.5," + SIGNATURE,
                "t=1632490060123," + SIGNATURE,
                "t=99999999999999999999," + SIGNATURE,
                "t=soon," + SIGNATURE
            })
    void whatLacksATimeInSecondsOrItsSchemeIsNone(String header) {
        assertThat(JaasSignature.of(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "300, true", "301, false", "-300, true", "-301, false", "99999999, false"})
    void itIsGoodForFiveMinutesBeforeAndAfter(long seconds, boolean isFresh) {
        var now = Instant.ofEpochSecond(1632490060).plusSeconds(seconds);

        assertThat(signature("t=1632490060," + SIGNATURE).isFresh(now)).isEqualTo(isFresh);
    }

    private static JaasSignature signature(String header) {
        return JaasSignature.of(header).orElseThrow();
    }
}
