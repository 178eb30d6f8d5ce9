package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The identity provider that all nodes of a test trust. */
public final class Platform {
    public static final String SECRET = "one-secret-that-all-nodes-of-a-test-know";
    private static final long SECONDS = 3600;

    private Platform() {}

    /** Signs somebody in; the name is what events show. */
    public static Person person(String id, String name) {
        var claims = new JsonObject()
                .put("sub", id)
                .put("name", name)
                .put("exp", Instant.now().plusSeconds(SECONDS).getEpochSecond());
        var input = base64(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + base64(bytes(claims.encode()));
        return new Person(id, input + "." + base64(signature(bytes(input))));
    }

    private static byte[] signature(byte[] input) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(SECRET), "RAW"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
