package io.gavel.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conversations, those with the latest messages first.
 *
 * @param nextCursor null on the last page
 */
public record ConversationPage(
        List<Conversation> items, @Nullable String nextCursor) {}
