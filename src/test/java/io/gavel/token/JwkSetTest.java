package io.gavel.token;

import static io.gavel.token.Issuer.encode;
import static io.gavel.token.Issuer.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
    private static final Issuer RSA = Issuer.ofPair("RS256", Issuer.rsa(2048));
    private static final Issuer P256 = Issuer.ofPair("ES256", Issuer.ec("secp256r1"));
    private static final Issuer ED = Issuer.ofPair("EdDSA", Issuer.edwards("Ed25519"));

    static Stream<Arguments> usableKeys() {
        return Stream.of(
                Arguments.of(RSA, "", "RS256 RS384 RS512"),
                Arguments.of(RSA, ",\"use\":\"sig\"", "RS256 RS384 RS512"),
                Arguments.of(RSA, ",\"key_ops\":[\"encrypt\",\"verify\"]", "RS256 RS384 RS512"),
                Arguments.of(RSA, ",\"alg\":\"RS384\"", "RS384"),
                Arguments.of(RSA, ",\"x5c\":[\"AAAA\"],\"x5u\":\"http://127.0.0.1:9/\"", "RS256 RS384 RS512"),
                Arguments.of(RSA, ",\"d\":\"AQAB\",\"p\":1", "RS256 RS384 RS512"),
                Arguments.of(P256, "", "ES256"),
                Arguments.of(P256, ",\"alg\":\"ES256\",\"use\":null", "ES256"),
                Arguments.of(Issuer.ofPair("ES384", Issuer.ec("secp384r1")), "", "ES384"),
                Arguments.of(Issuer.ofPair("ES512", Issuer.ec("secp521r1")), "", "ES512"),
                Arguments.of(ED, "", "EDDSA"),
                Arguments.of(ED, ",\"alg\":\"EdDSA\"", "EDDSA"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("usableKeys")
    void aKeyIsGoodForItsAlgorithms(Issuer issuer, String more, String algorithms) {
        var keys = JwkSet.parse(set(issuer.withKid("k").jwk(more))).orElseThrow();

        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).id()).isEqualTo("k");
        assertThat(keys.get(0).key()).isEqualTo(issuer.publicKey());
        assertThat(keys.get(0).algorithms().stream().map(Enum::name).sorted()).containsExactly(algorithms.split(" "));
    }

    static Stream<String> uselessKeys() {
        return Stream.of(
                RSA.jwk(",\"use\":\"enc\""),
                RSA.jwk(",\"use\":[\"sig\"]"),
                RSA.jwk(",\"key_ops\":[\"sign\"]"),
                RSA.jwk(",\"key_ops\":\"verify\""),
                RSA.jwk(",\"alg\":\"PS256\""),
                RSA.jwk(",\"alg\":\"HS256\""),
                RSA.jwk(",\"alg\":\"ES256\""),
                RSA.jwk(",\"kid\":1"),
                P256.jwk(",\"alg\":\"ES384\""),
                ED.jwk(",\"alg\":\"RS256\""),
                Issuer.ofPair("RS256", Issuer.rsa(1024)).jwk(""),
                P256.jwk("").replace("P-256", "P-384"),
                Issuer.ofPair("ES384", Issuer.ec("secp384r1")).jwk("").replace("P-384", "P-256"),
                P256.jwk("").replace("P-256", "secp256k1"),
                P256.jwk("").replaceAll("\"x\":\"[^\"]*\"", "\"x\":\"AQAB\""),
                P256.jwk("").replaceAll("\"y\":\"[^\"]*\"", "\"y\":5"),
                P256.jwk("")
                        .replaceAll("\"y\":\"[^\"]*\"", "\"y\":\"" + encode(new byte[] {1}) + "A".repeat(44) + "\""),
                ED.jwk("").replace("Ed25519", "X25519"),
                ED.jwk("").replaceAll("\"x\":\"[^\"]*\"", "\"x\":\"AQAB\""),
                RSA.jwk("").replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"AQAB=\""),
                RSA.jwk("").replace("\"n\"", "\"m\""),
                RSA.jwk("").replace("\"RSA\"", "\"RSASSA\""),
                "{\"kty\":\"oct\",\"k\":\"" + encode(new byte[32]) + "\",\"alg\":\"HS256\"}",
                "{}",
                "null",
                "\"key\"");
    }

    @ParameterizedTest
    @MethodSource("uselessKeys")
    void aKeyOfNoUseIsPassedOver(String jwk) {
        var keys = JwkSet.parse(set(jwk + "," + P256.jwk(""))).orElseThrow();

        assertThat(keys).singleElement().satisfies(key -> assertThat(key.key()).isEqualTo(P256.publicKey()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[]} x",
                "{\"keys\":null}"
            })
    void whatIsNoKeySetIsNone(String body) {
        assertThat(JwkSet.parse(utf8(body))).isEmpty();
    }

    @Test
    void anEmptySetHasNoKeys() {
        assertThat(JwkSet.parse(set(""))).contains(List.of());
    }

    private static byte[] set(String keys) {
        return utf8("{\"keys\":[" + keys + "]}");
    }
}
