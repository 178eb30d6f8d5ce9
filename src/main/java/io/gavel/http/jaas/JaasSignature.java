package io.gavel.http.jaas;

import io.gavel.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the header {@code X-Jaas-Signature} says: {@code t=1632490060,v1=xlzq…}. Schemes other than {@code v1} are not looked
 * at, for whoever picks the scheme would pick the weakest; of several signatures one has to be right, as while a secret is
 * changed.
 *
 * <p>Source: 8x8, "Check the webhook signatures".
 *
 * @param time in seconds since 1970, as it stands in the header
 * @param signatures of scheme v1, in base64
 */
record JaasSignature(String time, List<String> signatures) {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final String MAC = "HmacSHA256";

    JaasSignature {
        signatures = List.copyOf(signatures);
    }

    /** Empty for a header that is none, or that has no time or two. */
    static Optional<JaasSignature> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        var times = new ArrayList<String>();
        var signatures = new ArrayList<String>();
        for (var element : header.split(",", -1)) {
            var equals = element.indexOf('=');
            var scheme = element.substring(0, Math.max(0, equals)).strip();
            var value = element.substring(equals + 1).strip();
            if (scheme.equals("t")) {
                times.add(value);
            } else if (scheme.equals("v1")) {
                signatures.add(value);
            }
        }
        var isWhole = times.size() == 1 && SECONDS.matcher(times.get(0)).matches() && !signatures.isEmpty();
        return isWhole ? Optional.of(new JaasSignature(times.get(0), signatures)) : Optional.empty();
    }

    /** Whether it was made within five minutes of now, before or after. */
    boolean isFresh(Instant now) {
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now);
        return age.abs().compareTo(WINDOW) <= 0;
    }

    /** Whether it is of this body; how much of a wrong one is right does not show. */
    boolean isOf(byte[] body, Secret secret) {
        var expected = Base64.getEncoder().encode(mac(body, secret));
        var isOne = false;
        for (var signature : signatures) {
            isOne |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        return isOne;
    }

    private byte[] mac(byte[] body, Secret secret) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.utf8(), MAC));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + MAC, impossible);
        }
    }
}
