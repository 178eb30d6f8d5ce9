package io.gavel.http.jitsi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.JitsiKey;
import io.gavel.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlKeyRouteTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void neitherKeyIsWhereTheOtherIsLookedFor() throws Exception {
        assertThat(paths("k1"))
                .contains("/jitsi/asap/" + file("k1"), "/jitsi/asap/control/" + file("control:k1"))
                .doesNotContain("/jitsi/asap/" + file("control:k1"), "/jitsi/asap/control/" + file("k1"));
    }

    @Test
    void jitsiAsAServiceHasNoControlOfItsOwn() throws Exception {
        assertThat(paths("vpaas-magic-cookie-1/k1")).isNotEmpty().noneMatch(path -> path.contains("/control/"));
    }

    private List<String> paths(String id) throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        var router = Router.router(vertx);
        new PublicKeyRoutes("/jitsi", new JitsiKey(id, new Secret(pem))).mount(router);
        return router.getRoutes().stream().map(Route::getPath).toList();
    }

    private static String file(String id) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
        return HexFormat.of().formatHex(digest) + ".pem";
    }
}
