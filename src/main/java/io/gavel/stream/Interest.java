package io.gavel.stream;

import io.gavel.event.Topic;
import java.util.Set;

/**
 * A node tells which topics it has sockets of, and of which it no longer has any.
 *
 * @param complete whether {@code open} is all there is: what was known of the node before is forgotten
 */
public record Interest(boolean complete, Set<Topic> open, Set<Topic> closed) {
    public Interest {
        open = Set.copyOf(open);
        closed = Set.copyOf(closed);
    }
}
