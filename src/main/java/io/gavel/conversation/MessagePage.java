package io.gavel.conversation;

import java.util.List;

/**
 * Messages without a gap between them.
 *
 * @param items oldest first; found by words, newest first
 * @param more others follow in the direction that was asked for
 */
public record MessagePage(List<Message> items, boolean more) {}
