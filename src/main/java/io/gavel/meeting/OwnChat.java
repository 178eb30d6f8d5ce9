package io.gavel.meeting;

import org.jspecify.annotations.Nullable;

/**
 * A meeting's own chat.
 *
 * @param chatEnabled whether it takes messages
 * @param chatConversationId its conversation; null where the meeting has none
 */
public record OwnChat(boolean chatEnabled, @Nullable Long chatConversationId) {}
