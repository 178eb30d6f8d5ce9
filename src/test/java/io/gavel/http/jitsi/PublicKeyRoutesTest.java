package io.gavel.http.jitsi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.doctor.RsaKey;
import io.gavel.http.jaas.JaasRig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyRoutesTest {
    private static JaasRig rig;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        rig = new JaasRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void prosodyFindsTheKeyByTheDigestOfItsId() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest((JaasRig.APP + "/4f4910").getBytes(UTF_8));

        var answer = rig.get("/jitsi/asap/" + HexFormat.of().formatHex(digest) + ".pem");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(RsaKey.parse(answer.body())).contains(rig.pair.keys().getPublic());
        assertThat(answer.body()).doesNotContain("PRIVATE");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
    }

    @Test
    void theSetHasTheKeyByItsId() throws Exception {
        var answer = rig.get("/jitsi/jwks.json");

        var keys = new JsonObject(answer.body()).getJsonArray("keys");
        assertThat(keys).hasSize(1);
        var key = keys.getJsonObject(0);
        assertThat(key.fieldNames()).containsExactlyInAnyOrder("kty", "kid", "alg", "use", "n", "e");
        assertThat(key.getString("kid")).isEqualTo(JaasRig.APP + "/4f4910");
        assertThat(key.getString("kty") + key.getString("alg") + key.getString("use"))
                .isEqualTo("RSARS256sig");
        var half = (RSAPublicKey) rig.pair.keys().getPublic();
        var modulus = Base64.getUrlDecoder().decode(key.getString("n"));
        assertThat(modulus).hasSize(256);
        assertThat(new BigInteger(1, modulus)).isEqualTo(half.getModulus());
        assertThat(key.getString("e")).isEqualTo("AQAB");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jitsi/asap/", "/jitsi/asap/00.pem", "/jitsi/asap/..%2fjaas.pem", "/jitsi/jaas.pem"})
    void nothingElseIsThere(String path) throws Exception {
        assertThat(rig.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAKeyThereIsNothing() {
        var vertx = Vertx.vertx();
        var router = Router.router(vertx);

        new PublicKeyRoutes("/jitsi", null).mount(router);

        assertThat(router.getRoutes()).isEmpty();
        vertx.close().await();
    }
}
