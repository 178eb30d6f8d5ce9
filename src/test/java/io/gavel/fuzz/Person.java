package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whom the platform of a fuzzed node knows. */
final class Person {
    static final String SECRET = "what-the-platform-and-the-fuzzed-node-know-together";
    private static final long SECONDS = 100_000;

    private Person() {}

    static String token(String id) {
        var claims = new JsonObject()
                .put("sub", id)
                .put("name", "Name of " + id)
                .put("exp", Instant.now().getEpochSecond() + SECONDS);
        var signed = base64("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + "."
                + base64(claims.encode().getBytes(UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), mac.getAlgorithm()));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
