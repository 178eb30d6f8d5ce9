package io.gavel.token;

import java.util.Base64;
import java.util.Optional;

/** Base64url as JOSE writes it (RFC 7515, section 2): no padding, no spaces, one spelling for each value. */
final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The bytes, or empty where the text is empty, or not how {@link #encode} would spell them. */
    static Optional<byte[]> decode(String text) {
        try {
            var bytes = DECODER.decode(text);
            return bytes.length > 0 && encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
