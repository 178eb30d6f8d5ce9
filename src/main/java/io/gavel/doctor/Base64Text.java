package io.gavel.doctor;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Base64 with the leniency of Jitsi's two readers: padding anywhere and leftover bits are overlooked. */
final class Base64Text {
    private static final String COMMON = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String OF_ADDRESSES = COMMON + "-_";
    private static final String OF_MAIL = COMMON + "+/";

    private Base64Text() {}

    /** As Jitsi's server reads it: the alphabet of base64url alone. */
    static Optional<byte[]> strict(String text) {
        return decode(text, false);
    }

    /** As a browser reads it: the alphabet of plain base64 too. */
    static Optional<byte[]> lenient(String text) {
        return decode(text, true);
    }

    private static Optional<byte[]> decode(String text, boolean bothAlphabets) {
        var bytes = new ByteArrayOutputStream();
        var bits = 0;
        var held = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '=') {
                continue;
            }
            var value = OF_ADDRESSES.indexOf(c);
            if (value < 0 && bothAlphabets) {
                value = OF_MAIL.indexOf(c);
            }
            if (value < 0) {
                return Optional.empty();
            }
            held = (held << 6 | value) & 0xFFFF;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
            }
        }
        return Optional.of(bytes.toByteArray());
    }
}
