package io.gavel.token;

import static io.gavel.token.Issuer.encode;
import static io.gavel.token.Issuer.utf8;

import java.util.stream.IntStream;

/** Tokens, whole and in parts, for the tests of those that verify them. */
final class Samples {
    static final long NOW = TestNode.NOW.getEpochSecond();
    static final String GOOD = "{\"sub\":\"alice\",\"exp\":" + (NOW + 600) + "}";

    private Samples() {}

    static String part(String json) {
        return encode(utf8(json));
    }

    static String claims(String more) {
        return "{\"sub\":\"alice\"," + more + "}";
    }

    static String input(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    static String signature(String token) {
        return token.substring(token.lastIndexOf('.'));
    }

    /** The longest token of at most 8 KiB, which not every token can be to the letter. */
    static String ofEightKiB(Issuer issuer) {
        return filled(issuer, mostFiller(issuer));
    }

    static String overEightKiB(Issuer issuer) {
        return filled(issuer, mostFiller(issuer) + 1);
    }

    private static int mostFiller(Issuer issuer) {
        var estimate = (8192 - filled(issuer, 0).length()) * 3 / 4;
        return IntStream.rangeClosed(estimate - 3, estimate + 3)
                .filter(filler -> filled(issuer, filler).length() <= 8192)
                .max()
                .orElseThrow();
    }

    private static String filled(Issuer issuer, int filler) {
        return issuer.token(claims("\"exp\":" + (NOW + 600) + ",\"x\":\"" + "x".repeat(filler) + "\""));
    }
}
