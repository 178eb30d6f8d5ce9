package io.gavel.stream;

import org.jspecify.annotations.Nullable;

/**
 * A conversation has come this far: a hint that may be lost, doubled or late.
 *
 * @param readerId whom alone it concerns, for it has only read something; null for all members
 */
public record Advance(
        long conversationId, long seq, @Nullable String readerId) {}
