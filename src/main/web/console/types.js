/**
 * @typedef {import('/client/gavel-client.js').Gavel} Gavel
 * @typedef {import('/client/gavel-client.js').Meeting} Meeting
 * @typedef {import('/client/gavel-client.js').MeetingState} MeetingState
 * @typedef {import('/client/gavel-client.js').MeetingFields} MeetingFields
 * @typedef {import('/client/gavel-client.js').MeetingDetail} MeetingDetail
 * @typedef {import('/client/gavel-client.js').Participant} Participant
 * @typedef {import('/client/gavel-client.js').Attendee} Attendee
 * @typedef {import('/client/gavel-client.js').Occupant} Occupant
 * @typedef {import('/client/gavel-client.js').Connection} Connection
 * @typedef {import('/client/gavel-client.js').Conversation} Conversation
 * @typedef {import('/client/gavel-client.js').Message} Message
 * @typedef {import('/client/gavel-client.js').Recording} Recording
 */

/** @typedef {Record<string, any> & {event: string, seq: number, at: string}} StreamEvent */

/**
 * What every view works with.
 *
 * @typedef {object} App
 * @property {Gavel} gavel
 * @property {{userId: string, name: string}} me
 * @property {(text: string, kind?: 'error' | 'news') => void} toast says it on the screen and to screen readers
 * @property {(error: unknown, what?: string) => void} failed says what did not work, and why
 * @property {(meeting: Meeting | null) => void} follow whose stream the connection badge counts
 */

/**
 * A page: what is shown in `main`, and what ends it.
 *
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {string} title
 * @property {() => void} [dispose]
 * @property {() => Promise<boolean>} [mayLeave] asks before something is lost
 */

export {};
