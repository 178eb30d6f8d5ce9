package io.gavel.http.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gavel.config.Secret;
import io.gavel.meeting.RecordingLink;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links that open one recording's file for a while, whoever follows them: a browser's video element can show no token. What
 * becomes of the membership for which one was given is not looked at again; the links are short-lived instead.
 */
public final class RecordingLinks {
    private static final String HMAC = "HmacSHA256";
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,11}");

    private final byte[] key;
    private final Duration lifetime;
    private final Clock clock;

    /** @param secret the same on all nodes, for a link may come to another one; its own use gets a key of its own */
    public RecordingLinks(Secret secret, Duration lifetime, Clock clock) {
        this.key = hmac(secret.utf8(), "gavel recording links");
        this.lifetime = lifetime;
        this.clock = clock;
    }

    RecordingLink link(long recordingId) {
        var expires = clock.instant().plus(lifetime).getEpochSecond();
        var url = "/recordings/%d?expires=%d&signature=%s"
                .formatted(recordingId, expires, signature(recordingId, Long.toString(expires)));
        return new RecordingLink(url, Instant.ofEpochSecond(expires));
    }

    /** The same link while it is good. Problems: NOT_FOUND. */
    RecordingLink requireCurrent(RecordingLink given) {
        var expires = given.expiresAt();
        if (expires != null && !clock.instant().isBefore(expires)) {
            throw Problem.notFound();
        }
        return given;
    }

    /** Problems: NOT_FOUND for what was never given, FORBIDDEN for a link that was, once it is too old. */
    void require(long recordingId, String expires, String signature) {
        var right = signature(recordingId, expires);
        if (!MessageDigest.isEqual(right.getBytes(US_ASCII), signature.getBytes(US_ASCII))
                || !SECONDS.matcher(expires).matches()) {
            throw Problem.notFound();
        }
        if (clock.instant().getEpochSecond() >= Long.parseLong(expires)) {
            throw new Problem(Code.FORBIDDEN, "this link is too old; ask for another one");
        }
    }

    private String signature(long recordingId, String expires) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, recordingId + "\n" + expires));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
