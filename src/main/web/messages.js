/** @import {ConversationState, Message, StreamEvent} from './gavel-client.d.ts' */

/** @typedef {StreamEvent & Record<string, any>} Event */
/** @typedef {readonly Readonly<Message>[]} Messages */
/** @typedef {Partial<ConversationState>} Change */

/** What each event does to one message. @type {Record<string, (message: Message, event: any) => Partial<Message>>} */
const TO_MESSAGES = {
  message_edited: ({ deletedAt }, { text, editedAt }) => ({ text: deletedAt ? null : text, editedAt }),
  message_deleted: (_, { deletedAt }) => ({ text: null, deletedAt, reactions: [] }),
  reaction_added: ({ reactions }, { userId, reaction }) => ({ reactions: reacted(reactions, reaction, userId) }),
  reaction_removed: ({ reactions }, { userId, reaction }) => ({ reactions: unreacted(reactions, reaction, userId) }),
};

/** What each event does to the rest. @type {Record<string, (state: ConversationState, event: any) => Change>} */
const CHANGES = {
  message_created: (state, event) => said(state, messageOf(event)),
  message_read: ({ members }, { userId, messageId }) => ({
    members: members.map((one) =>
      one.userId === userId && one.readMessageId < messageId ? { ...one, readMessageId: messageId } : one,
    ),
  }),
  member_added: ({ members, ...state }, { userId, userName, at }) =>
    members.some((one) => one.userId === userId)
      ? {}
      : withMembers(state, [...members, { userId, userName, joinedAt: at, readMessageId: 0 }]),
  member_removed: ({ members, ...state }, { userId }) => ({
    ...withMembers(state, members.filter((one) => one.userId !== userId)),
    typing: state.typing.filter((one) => one !== userId),
  }),
};

/**
 * The state after one more event. A `typing`, which has no seq, counts whenever it comes.
 *
 * @param {ConversationState} state
 * @param {Event} event
 * @returns {ConversationState}
 */
export function reduceConversation(state, event) {
  if (event.event === 'typing') {
    const others = state.typing.filter((one) => one !== event.userId);
    return frozen({ ...state, typing: event.isTyping ? [...others, event.userId] : others });
  }
  if (event.seq <= state.seq) {
    return state;
  }
  const change = CHANGES[event.event]?.(state, event) ?? { messages: changed(state.messages, event) };
  return frozen({ ...state, ...change, seq: event.seq });
}

/**
 * These messages after an edit, a deletion or a reaction.
 *
 * @param {Messages} messages
 * @param {Event} event
 * @returns {Messages}
 */
export function changed(messages, event) {
  const change = TO_MESSAGES[event.event];
  if (!change) {
    return messages;
  }
  return messages.map((one) => (one.id === event.messageId ? Object.freeze({ ...one, ...change(one, event) }) : one));
}

/**
 * What `GET /api/conversation/:id` and its newest messages show.
 *
 * @param {Record<string, any>} detail
 * @param {{ items: Message[], more: boolean }} page read after it
 * @returns {ConversationState}
 */
export function stateOfConversation({ epoch, members, seq, ...conversation }, { items, more }) {
  return frozen({
    conversationId: conversation.id,
    seq,
    epoch,
    conversation,
    members,
    messages: items,
    hasMore: more,
    typing: [],
  });
}

/**
 * The state with older messages before the others.
 *
 * @param {ConversationState} state
 * @param {{ items: Messages, more: boolean }} page
 * @returns {ConversationState}
 */
export function withOlder(state, { items, more }) {
  const first = state.messages[0]?.id ?? Infinity;
  return frozen({ ...state, messages: [...items.filter(({ id }) => id < first), ...state.messages], hasMore: more });
}

/**
 * The state with so many messages at most; those that are left out can be read.
 *
 * @param {ConversationState} state
 * @param {number} most
 */
export function withNewest(state, most) {
  return state.messages.length > most ? frozen({ ...state, messages: state.messages.slice(-most), hasMore: true }) : state;
}

/**
 * @param {ConversationState} state
 * @param {Record<string, any>} fields of the conversation
 */
export function withConversation(state, fields) {
  return frozen({ ...state, conversation: { ...state.conversation, ...fields } });
}

/** @param {any} event @returns {Message} */
function messageOf({ event, at, messageId, ...fields }) {
  return { ...fields, id: messageId, createdAt: at, editedAt: null, deletedAt: null, reactions: [] };
}

/**
 * @param {ConversationState} state
 * @param {Message} message
 * @returns {Change}
 */
function said({ messages, conversation, typing }, message) {
  const isNew = !messages.some(({ id }) => id === message.id);
  return {
    // It may have been read with the others before it was heard of: then as it is now.
    messages: isNew ? [...messages, Object.freeze(message)].sort((one, other) => one.id - other.id) : messages,
    conversation: { ...conversation, activeAt: message.createdAt },
    typing: typing.filter((one) => one !== message.userId),
  };
}

/**
 * @param {Omit<ConversationState, 'members'>} state
 * @param {ConversationState['members']} members
 * @returns {Change}
 */
function withMembers({ conversation }, members) {
  return { members, conversation: { ...conversation, memberCount: members.length } };
}

/**
 * @param {Message['reactions']} reactions
 * @param {string} reaction
 * @param {string} userId
 */
function reacted(reactions, reaction, userId) {
  if (!reactions.some((one) => one.reaction === reaction)) {
    return [...reactions, { reaction, userIds: [userId] }];
  }
  return reactions.map((one) =>
    one.reaction === reaction && !one.userIds.includes(userId) ? { ...one, userIds: [...one.userIds, userId] } : one,
  );
}

/**
 * @param {Message['reactions']} reactions
 * @param {string} reaction
 * @param {string} userId
 */
function unreacted(reactions, reaction, userId) {
  return reactions
    .map((one) => (one.reaction === reaction ? { ...one, userIds: one.userIds.filter((id) => id !== userId) } : one))
    .filter(({ userIds }) => userIds.length > 0);
}

/** @param {ConversationState} state @returns {ConversationState} */
function frozen(state) {
  Object.freeze(state.conversation);
  Object.freeze(state.members);
  Object.freeze(state.messages);
  Object.freeze(state.typing);
  return Object.freeze(state);
}
