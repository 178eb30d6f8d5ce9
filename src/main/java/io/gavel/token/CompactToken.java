package io.gavel.token;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWT in its compact form, taken apart and well formed; nothing about it is verified yet.
 *
 * @param text the token itself
 * @param kid names one of several keys; absent where the header names none
 */
record CompactToken(
        String text, Algorithm algorithm, @Nullable String kid, Map<String, Object> claims, int signatureLength) {
    /** In characters; judged before anything is decoded. */
    static final int LONGEST = 8192;

    /** Problems: UNAUTHENTICATED. */
    static CompactToken parse(String text) {
        if (text.length() > LONGEST) {
            throw Refusal.because("the token is longer than 8 KiB");
        }
        var parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw Refusal.because("the token is not a signed JWT");
        }
        var header = Base64Url.decode(parts[0]).flatMap(StrictJson::object);
        var claims = Base64Url.decode(parts[1]).flatMap(StrictJson::object);
        var signature = Base64Url.decode(parts[2]);
        if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
            throw Refusal.because("the token is not a well-formed JWT");
        }
        return new CompactToken(text, algorithm(header.get()), kid(header.get()), claims.get(), signature.get().length);
    }

    private static Algorithm algorithm(Map<String, Object> header) {
        if (header.containsKey("crit") || header.containsKey("b64")) {
            throw Refusal.because("the token asks for an extension that is not known here");
        }
        return Algorithm.of(header.get("alg"))
                .orElseThrow(() -> Refusal.because("the token's algorithm is not accepted"));
    }

    private static @Nullable String kid(Map<String, Object> header) {
        var kid = header.get("kid");
        if (kid == null || kid instanceof String) {
            return (String) kid;
        }
        throw Refusal.because("the token's kid is not text");
    }

    @Override
    public String toString() {
        return "CompactToken[***]";
    }
}
