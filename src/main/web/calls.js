/** @import {Conversations, Meetings, Notifications, UserId} from './gavel-client.d.ts' */
/** @import {Rest} from './rest.js' */

/**
 * A path with its query; what is undefined is left out.
 *
 * @param {string} path
 * @param {object} [query]
 */
export function withQuery(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** @param {UserId} userId */
const segment = (userId) => encodeURIComponent(String(userId));

/**
 * @param {Rest} rest
 * @returns {Meetings}
 */
export function meetingCalls(rest) {
  const at = '/api/meeting';
  return {
    create: (meeting) => rest.call('POST', `${at}/create`, meeting),
    get: (id) => rest.call('GET', `${at}/${id}`),
    list: (query) => rest.call('GET', withQuery(`${at}/list`, query)),
    edit: (id, fields, version) =>
      rest.call('PUT', `${at}/${id}`, fields, version === undefined ? {} : { 'If-Match': `"${version}"` }),
    end: (id) => rest.call('PUT', `${at}/${id}/end`),
    cancel: (id, reason) => rest.call('PUT', `${at}/${id}/cancel`, reason === undefined ? undefined : { reason }),
    invite: (id, userIds) => rest.call('POST', `${at}/${id}/participants`, { userIds }),
    remove: (id, userId) => rest.call('DELETE', `${at}/${id}/participants/${segment(userId)}`),
    setRole: (id, userId, role) => rest.call('PUT', `${at}/${id}/participants/${segment(userId)}/role`, { role }),
    addRecording: (id, recording) => rest.call('POST', `${at}/${id}/recording`, recording),
    recordings: (id) => rest.call('GET', `${at}/${id}/recording`),
    recordingLink: async (id, recordingId) => {
      const link = await rest.call('POST', `${at}/${id}/recording/${recordingId}/link`);
      return { ...link, url: rest.absolute(link.url) };
    },
    events: (id, query) => rest.call('GET', withQuery(`${at}/${id}/events`, query)),
  };
}

/**
 * @param {Rest} rest
 * @returns {Conversations}
 */
export function conversationCalls(rest) {
  const at = '/api/conversation';
  return {
    create: (conversation) => rest.call('POST', at, conversation),
    get: (id) => rest.call('GET', `${at}/${id}`),
    list: (query) => rest.call('GET', withQuery(`${at}/list`, query)),
    search: (q, query) => rest.call('GET', withQuery(`${at}/search`, { ...query, q })),
    addMembers: (id, userIds) => rest.call('POST', `${at}/${id}/members`, { userIds }),
    removeMember: (id, userId) => rest.call('DELETE', `${at}/${id}/members/${segment(userId)}`),
    leave: (id) => rest.call('POST', `${at}/${id}/leave`),
  };
}

/**
 * @param {Rest} rest
 * @returns {Notifications}
 */
export function notificationCalls(rest) {
  const at = '/api/notification';
  return {
    list: (query) => rest.call('GET', withQuery(`${at}/list`, query)),
    read: (id) => rest.call('PUT', `${at}/${id}/read`),
    readAll: () => rest.call('PUT', `${at}/read-all`),
  };
}
