package io.gavel.stream;

import java.util.Set;

/**
 * A node tells which meetings it has sockets of, and of which it no longer has any.
 *
 * @param complete whether {@code open} is all there is: what was known of the node before is forgotten
 */
public record Interest(boolean complete, Set<Long> open, Set<Long> closed) {
    public Interest {
        open = Set.copyOf(open);
        closed = Set.copyOf(closed);
    }
}
