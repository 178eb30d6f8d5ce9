package io.gavel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What Jitsi as a Service puts beside a webhook, with this secret. */
public record SignedByJaas(String secret) {
    public String header(Instant time, byte[] body) {
        var seconds = Long.toString(time.getEpochSecond());
        return "t=" + seconds + ",v1=" + of(seconds, body);
    }

    /** In base64, as of this time. */
    public String of(String seconds, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
