package io.gavel.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages with the words that were looked for, newest first.
 *
 * @param nextCursor null on the last page
 */
public record FoundMessages(List<Message> items, @Nullable String nextCursor) {
    /** The page that the newest of these messages begin. */
    public static FoundMessages of(MessagePage page) {
        var items = page.items();
        return new FoundMessages(
                items, page.more() ? String.valueOf(items.get(items.size() - 1).id()) : null);
    }
}
