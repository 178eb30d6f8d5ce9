package io.gavel.bench.protocol;

import io.gavel.bench.net.Bytes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The platform's tokens and users: number n is 00000000-0000-4000-8000-n everywhere. */
public final class Tokens {
    private static final String ID_PREFIX = "00000000-0000-4000-8000-";
    private static final Duration LIFE = Duration.ofHours(12);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Mac mac;

    public Tokens(String secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Bytes.of(secret), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
        }
    }

    public static String userId(int user) {
        return String.format(Locale.ROOT, "%s%012d", ID_PREFIX, user);
    }

    /** The length of an id before its number. */
    static int idPrefixLength() {
        return ID_PREFIX.length();
    }

    public String of(int user) {
        var now = Instant.now();
        var id = userId(user);
        var claims = "{\"userId\":\"" + id + "\",\"sub\":\"" + id + "\",\"name\":\"User " + user + "\",\"iat\":"
                + now.getEpochSecond() + ",\"exp\":" + now.plus(LIFE).getEpochSecond() + "}";
        var input = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
        return input + "." + BASE64.encodeToString(mac.doFinal(Bytes.of(input)));
    }

    private static String base64(String text) {
        return BASE64.encodeToString(Bytes.of(text));
    }
}
