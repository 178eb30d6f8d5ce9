package io.gavel.token;

import io.gavel.digest.Sha256;
import java.nio.ByteBuffer;
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
        return ByteBuffer.wrap(Sha256.of(text));
    }

    /** @param key what verified its signature */
    record Verified(CompactToken token, VerificationKey key) {}
}
