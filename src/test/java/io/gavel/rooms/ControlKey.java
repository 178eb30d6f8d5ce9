package io.gavel.rooms;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The key that a node signs with, and what Prosody wants of a token that opens its endpoints. */
record ControlKey(KeyPair pair, Path file) {
    static final String ID = "key-of-this-test";
    static final String APP_ID = "gavel-test";

    static ControlKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            var file = Files.createTempFile(Path.of("target"), "control-", ".pem");
            var body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(pair.getPrivate().getEncoded());
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
            return new ControlKey(pair, file.toAbsolutePath());
        } catch (GeneralSecurityException | IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** As Prosody's token module judges the header Authorization. */
    boolean opens(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        var token = authorization.substring("Bearer ".length());
        var parts = token.split("\\.", -1);
        return parts.length == 3 && isSigned(token) && isHeader(json(parts[0])) && isNow(json(parts[1]));
    }

    private boolean isSigned(String token) {
        var end = token.lastIndexOf('.');
        try {
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(pair.getPublic());
            verifier.update(token.substring(0, end).getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static boolean isHeader(JsonObject header) {
        return header.equals(JsonObject.of("typ", "JWT", "alg", "RS256", "kid", "control:" + ID));
    }

    private static boolean isNow(JsonObject claims) {
        var now = Instant.now().getEpochSecond();
        return APP_ID.equals(claims.getValue("iss"))
                && "jitsi".equals(claims.getValue("aud"))
                && claims.containsKey("room")
                && claims.getLong("nbf") <= now
                && claims.getLong("exp") > now
                && claims.getLong("exp") <= now + 60;
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
