package io.gavel.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that were verified last: a frontend shows one again and again. They are known by their SHA-256 alone, so that
 * nothing about a comparison tells how much of a token somebody has guessed. Belongs to one event loop.
 */
final class RecentTokens {
    private static final int MOST = 4096;

    private final Map<ByteBuffer, Verified> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > MOST;
        }
    };

    Optional<Verified> find(String text) {
        return text.length() > CompactToken.LONGEST ? Optional.empty() : Optional.ofNullable(tokens.get(digest(text)));
    }

    void add(CompactToken token, VerificationKey key) {
        tokens.put(digest(token.text()), new Verified(token, key));
    }

    private static ByteBuffer digest(String text) {
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** @param key what verified its signature */
    record Verified(CompactToken token, VerificationKey key) {}
}
