package io.gavel.conversation;

import java.time.Instant;

/**
 * A member of a conversation.
 *
 * @param readMessageId the last message that it said to have read; 0 before the first
 */
public record Member(String userId, String userName, Instant joinedAt, long readMessageId) {}
