import assert from 'node:assert/strict';
import { Conversation } from '../../../main/web/conversation.js';
import { ConversationStream } from '../../../main/web/conversation-stream.js';
import { Ending } from '../../../main/web/ending.js';
import { Stage } from './stage.mjs';

export const at = '2027-03-22T08:00:00.000Z';

export function message(id, more = {}) {
  const none = { system: null, replyToId: null, clientMessageId: null, editedAt: null, deletedAt: null, reactions: [] };
  return { id, conversationId: 7, seq: id, userId: 'ben', userName: 'Ben', text: `text ${id}`, createdAt: at, ...none, ...more };
}

export const member = (userId, more) => ({ userId, userName: userId, joinedAt: at, readMessageId: 0, ...more });

/** A conversation that is followed, over a connection that the test speaks for. */
export async function followed({ newest = [message(5), message(6)], older = async () => [] } = {}) {
  const stage = new Stage();
  const sent = [];
  const pages = [];
  let hear;
  const bus = {
    register: (_, listener) => ((hear = listener), { refused: null }),
    unregister: () => {},
    send: async (address, body) => (sent.push([address, body]), { ok: true, epoch: 'e', seq: 10, events: [], reset: false }),
  };
  const rest = {
    call: async (method, path) => {
      pages.push(path);
      if (path.endsWith('/messages?limit=50')) {
        return { items: newest, more: true };
      }
      return path.includes('/messages') ? { items: await older(), more: false } : { ...detail };
    },
  };
  const detail = { id: 7, seq: 10, epoch: 'e', memberCount: 2, unread: 2, members: [member('ada'), member('ben')] };
  const ending = new Ending();
  const told = { failed: assert.fail, forget: () => {} };
  const context = { rest, platform: stage.platform(), timeout: 1_000, ending, userId: 'ada', bus, ...told };
  const stream = new ConversationStream(context, 7);
  const handle = new Conversation(stream, context);
  await stage.until(stream.start());
  let seq = 10;
  const tell = (event, fields = {}) => hear({ event, seq: ++seq, at, conversationId: 7, ...fields });
  return { stage, stream, handle, tell, hear: (event) => hear(event), sent, pages };
}
