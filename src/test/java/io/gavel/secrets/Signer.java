package io.gavel.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as the platform does; with another secret, as somebody else would like to. */
record Signer(String secret) {
    /** A token that is good for ten minutes. */
    String token(String userId) {
        return token(userId, Instant.now().plusSeconds(600));
    }

    String token(String userId, Instant expiry) {
        var claims = new JsonObject().put("sub", userId).put("name", userId).put("exp", expiry.getEpochSecond());
        var input = base64("{\"alg\":\"HS256\"}".getBytes(UTF_8))
                + "."
                + base64(claims.encode().getBytes(UTF_8));
        return input + "." + base64(signature(input));
    }

    private byte[] signature(String input) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(input.getBytes(UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
