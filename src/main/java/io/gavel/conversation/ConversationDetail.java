package io.gavel.conversation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A conversation with its members, one consistent read at its seq.
 *
 * @param epoch of its stream, as the wire has it
 * @param members in the order in which they came, then by id
 */
public record ConversationDetail(@JsonUnwrapped Conversation conversation, String epoch, List<Member> members) {}
