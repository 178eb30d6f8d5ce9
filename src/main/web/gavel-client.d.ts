/** A person's place in a meeting. */
export type Role = 'Host' | 'Moderator' | 'Participant';
export type Status = 'Scheduled' | 'InProgress' | 'Completed' | 'Cancelled';

/** A user id; an integer and its text name the same user. Answers and events have text. */
export type UserId = string | number;

export interface ConnectOptions {
  /** A JWT of the platform. Once it has expired the connection ends for good; `getToken` goes on. */
  token?: string;
  /**
   * Asked for a token at the start, before one expires, and after a 401. When it fails, or gives no answer for `timeout`, it is
   * asked again later (the failure is told as `error`; a call that waits for it fails with `NETWORK`, whose `cause` it is); when
   * it gives nothing there is no new token, and the connection is closed for good.
   */
  getToken?: () => string | Promise<string>;
  /**
   * How long a command, a call, `getToken`, or going into a meeting or conversation is tried, in milliseconds. Default 30,000. Coming back
   * after a lost connection is tried without end.
   */
  timeout?: number;
  /** The class to open sockets with. Default: the platform's; in Node.js 20, which has none, one that comes with the client. */
  WebSocket?: unknown;
  /** Default: the platform's. */
  fetch?: typeof fetch;
}

/** Whatever went wrong, with the stable code of Gavel's documents. */
export class GavelError extends Error {
  constructor(code: string, status?: number, detail?: string, problem?: Record<string, unknown>);
  /**
   * `NOT_FOUND`, `WRONG_PASSWORD`, …; and the client's own: `NETWORK` (nobody answers), `TIMEOUT` (no answer in time: it may
   * have taken effect), `CLOSED` (this client, meeting or conversation was closed), `NO_WEBSOCKET` (there is none: Node.js before 20.16).
   */
  readonly code: string;
  /** The HTTP status, also for commands; 0 for the client's own codes. */
  readonly status: number;
  /** The problem of a REST call, as it came; its fields are also here: `opensAt`, `meetingStatus`, `errors`. */
  readonly problem?: Record<string, unknown>;
  /** After so many seconds it may be tried again, where the node said so. */
  readonly retryAfter?: number;
  /** Of `TOO_EARLY`: when the door opens. */
  readonly opensAt?: string;
  /** Of a meeting that is over, or not yet so far. */
  readonly meetingStatus?: Status;
  /** Of `INVALID_REQUEST`: all faulty fields. */
  readonly errors?: { field: string; message: string }[];
}

/** Listening. Each `on` gives back what ends it. A listener that throws is reported as `error` and stops nobody. */
export interface Listening<Events> {
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  once<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  off<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
}

/** The envelope of every event. */
export interface StreamEvent {
  event: string;
  /** Rises by exactly 1 within a meeting or conversation. */
  seq: number;
  /** RFC 3339, UTC. */
  at: string;
}

export interface Connection {
  state: 'connecting' | 'open' | 'closed';
  /** Which node it is attached to; null while it is not. */
  node: string | null;
  userId: string | null;
  /** How often it came back since it was first open. */
  reconnects: number;
  /**
   * Why it is closed for good: `CLOSED`, `UNAUTHENTICATED` (no new token), `FORBIDDEN` (the node said so, or the new token is of
   * another user), `NO_WEBSOCKET`.
   */
  reason?: string;
}

/** What this user alone is told, on all its devices. */
export interface PersonalEvents {
  meeting_invitation: { event: 'meeting_invitation'; at: string; meetingId: number; hostName: string; title: string; scheduledAt: string; notificationId: number };
  meeting_cancelled: { event: 'meeting_cancelled'; at: string; meetingId: number; title: string; notificationId: number };
  notification: { event: 'notification'; at: string; notificationId: number; type: string; meetingId: number | null; conversationId: number | null; title: string | null; hostName: string | null };
  notification_read: { event: 'notification_read'; at: string; notificationId: number };
  /** The `unread` of a followed conversation's state changes with it. */
  conversation_updated: { event: 'conversation_updated'; at: string; conversationId: number; seq: number; unread: number };
  user_online: { event: 'user_online'; at: string; userId: string };
  user_offline: { event: 'user_offline'; at: string; userId: string };
  /** The connection changed. */
  connection: Connection;
  /**
   * Open again, and what this user alone is told is heard: what is not a stream (lists, notifications) is to be read anew, and
   * has no gap then.
   */
  reconnected: Connection;
  /**
   * A listener threw, `getToken` failed, no connection came about in ten tries in a row, or what nobody else waits for went
   * wrong. Without a listener it goes to the console.
   */
  error: unknown;
}

/**
 * Connects at once, and again whenever the connection ends. `url` is a node or balancer, or several nodes, which are tried in
 * turn.
 */
export function connect(url: string | URL | string[], options: ConnectOptions): Gavel;

export interface Gavel extends Listening<PersonalEvents> {
  readonly connection: Connection;
  /** Fulfilled when the first connection is open, and what this user alone is told is heard; rejected with the reason if it is closed for good before. */
  readonly ready: Promise<Connection>;
  /**
   * Admits this user (REST), registers, and goes in. One Meeting a meeting: called again it gives the same, until that one is
   * left or closed; while it is still leaving, this waits. A meeting that is over is told as by REST (`MEETING_ENDED`).
   */
  join(meetingId: number, options?: { password?: string }): Promise<Meeting>;
  /** Follows a meeting as Host or invitee without going in: before, during or after it. */
  watch(meetingId: number): Promise<Meeting>;
  /** Follows a conversation as its member. */
  conversation(conversationId: number): Promise<Conversation>;
  /** A REST call: `gavel.request('PUT', '/api/meeting/1/end')`; the path begins with one slash. Gives the answer's JSON, null for 204. Repeated while that is harmless. */
  request<T = any>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  readonly meetings: Meetings;
  readonly conversations: Conversations;
  readonly notifications: Notifications;
  readonly presence: Presence;
  /** Ends the connection for good. Sessions end after the grace, unless `leave` was called. */
  close(): void;
}

/** The REST calls of meetings; see `/docs` for their fields. A call that makes something carries an Idempotency-Key of its own. */
export interface Meetings {
  create(meeting: Record<string, unknown>): Promise<MeetingFields>;
  get(meetingId: number): Promise<MeetingDetail>;
  list(query?: Record<string, string | number | undefined>): Promise<{ items: MeetingFields[]; nextCursor: string | null }>;
  /** `version` makes it an edit of that version alone (If-Match). */
  edit(meetingId: number, fields: Record<string, unknown>, version?: number): Promise<MeetingFields>;
  end(meetingId: number): Promise<MeetingFields>;
  cancel(meetingId: number, reason?: string): Promise<MeetingFields>;
  invite(meetingId: number, userIds: UserId[]): Promise<MeetingDetail>;
  remove(meetingId: number, userId: UserId): Promise<void>;
  setRole(meetingId: number, userId: UserId, role: 'Moderator' | 'Participant'): Promise<Participant>;
  addRecording(meetingId: number, recording: Record<string, unknown>): Promise<Recording>;
  recordings(meetingId: number): Promise<{ items: Recording[] }>;
  /** For a video element or a new tab: it needs no token. `expiresAt` is null for a file of another server. */
  recordingLink(meetingId: number, recordingId: number): Promise<{ url: string; expiresAt: string | null }>;
  events(meetingId: number, query?: { after?: number; limit?: number; epoch?: string }): Promise<{ items: StreamEvent[]; seq: number; epoch: string; more: boolean; reset: boolean }>;
}

export interface Conversations {
  /** With one other person and without a title: the direct conversation of the two, the same one each time. */
  create(conversation: { participantUserIds: UserId[]; title?: string }): Promise<any>;
  get(conversationId: number): Promise<any>;
  list(query?: Record<string, string | number | undefined>): Promise<{ items: any[]; nextCursor: string | null }>;
  search(q: string, query?: Record<string, string | number | undefined>): Promise<any>;
  addMembers(conversationId: number, userIds: UserId[]): Promise<any>;
  removeMember(conversationId: number, userId: UserId): Promise<void>;
  leave(conversationId: number): Promise<void>;
}

export interface Notifications {
  list(query?: { unread?: boolean; limit?: number; cursor?: string }): Promise<{ items: any[]; nextCursor: string | null }>;
  read(notificationId: number): Promise<void>;
  readAll(): Promise<void>;
}

export interface PresenceOf {
  userId: string;
  online: boolean;
  lastSeenAt: string | null;
  inMeeting: boolean;
}

export interface Presence {
  /** Up to 200 users, once. */
  get(userIds: UserId[]): Promise<PresenceOf[]>;
  /**
   * Whom to be told of by `user_online` and `user_offline`, in place of those before; asked again after each reconnect, when
   * what changed meanwhile is told by the same events. One that fails changes nothing: those before are watched on.
   */
  watch(userIds: UserId[]): Promise<PresenceOf[]>;
  hideLastSeen(hide: boolean): Promise<void>;
}

export interface MeetingFields {
  id: number;
  title: string;
  description: string | null;
  roomName: string;
  status: Status;
  hostUserId: string;
  hostName: string;
  role?: Role | null;
  scheduledAt: string;
  durationMinutes: number;
  timeZone: string;
  startedAt: string | null;
  endedAt: string | null;
  durationSeconds: number | null;
  hasPassword: boolean;
  recordingEnabled: boolean;
  conversationId: number | null;
  externalRef: string | null;
  maxParticipants: number | null;
  chatEnabled: boolean;
  chatConversationId: number | null;
  cancelReason: string | null;
  createdAt: string;
  version: number;
  seq: number;
}

export interface MeetingDetail extends MeetingFields {
  epoch: string;
  participants: Participant[];
  recordings: Recording[];
  occupants: Occupant[];
}

/** A device in the meeting's room in Jitsi; `occupantId` is the `id` in the events of Jitsi's iframe API. */
export interface Occupant {
  occupantId: string;
  /** Null for who is none of the meeting's people: a guest, or somebody who was removed and is not out yet. */
  userId: string | null;
  name: string;
  joinedAt: string;
}

export interface Participant {
  userId: string;
  userName: string;
  role: Role;
  invitedAt: string;
  firstJoinedAt: string | null;
  lastLeftAt: string | null;
  durationSeconds: number;
  isInMeeting: boolean;
  isMuted: boolean;
  isVideoOn: boolean;
  isSharingScreen: boolean;
  isHandRaised: boolean;
  handPosition: number | null;
  /** Whether in Jitsi now, with any device; false where Jitsi tells nothing. */
  isInMedia: boolean;
  /** Whether in Jitsi, and not inside. */
  viaJitsiOnly: boolean;
  /** Whether inside for a while, and not in Jitsi. */
  notInMedia: boolean;
  /** How long in Jitsi, all stays together. */
  mediaSeconds: number;
}

export interface Recording {
  id: number;
  meetingId: number;
  fileUrl: string;
  fileName: string | null;
  sizeBytes: number | null;
  durationSeconds: number | null;
  format: string | null;
  startedAt: string | null;
  createdBy: string;
  createdAt: string;
}

/** Somebody inside. */
export interface Attendee {
  userId: string;
  userName: string;
  role: Role;
  isMuted: boolean;
  isVideoOn: boolean;
  isSharingScreen: boolean;
  isHandRaised: boolean;
  /** 1-based, in the same order for everyone; null while down. */
  handPosition: number | null;
  /** Whether in Jitsi, too, with any device; false where Jitsi tells nothing. */
  isInMedia: boolean;
  /** Whether inside for a while, and not in Jitsi. */
  notInMedia: boolean;
  /** When the present stay began as far as the stream tells; null for who was inside before this client looked. */
  since: string | null;
}

/** A meeting as the events up to `seq` make it. Never changed: each event makes another one. */
export interface MeetingState {
  readonly meetingId: number;
  readonly seq: number;
  readonly epoch: string | null;
  readonly status: Status;
  /**
   * The meeting's fields. `meeting_updated` names fields, which the client then reads anew; `version` is of the last reading.
   */
  readonly meeting: Readonly<Partial<MeetingFields>>;
  /** Those inside: who was there before this client looked in the order in which they came first, then each as it comes. */
  readonly participants: readonly Readonly<Attendee>[];
  /**
   * All devices in the meeting's room in Jitsi, in the order in which they came; empty where Jitsi tells nothing. Those whose
   * `userId` is not among `participants` are there by Jitsi alone. Of who comes while this client looks, `joinedAt` is when it
   * was told.
   */
  readonly occupants: readonly Readonly<Occupant>[];
  /** What is recorded at this moment; who only watches knows it from the first event on that tells of it. */
  readonly recording: Readonly<{ startedBy: string; startedAt: string }> | null;
  /** How it ended; null before. `reason` is `host`, `empty`, `time` or `cancelled`, null where it was over before this client looked. */
  readonly ended: Readonly<{ at: string; reason: string | null; by: string | null }> | null;
}

/** The state that a snapshot of `join_meeting_room` shows. */
export function stateOfSnapshot(answer: { seq: number; epoch: string; snapshot: any }): MeetingState;
/** The state that `GET /api/meeting/:id` shows. */
export function stateOfDetail(detail: MeetingDetail): MeetingState;
/** The state after one more event: pure. An event at or below `state.seq` changes nothing. */
export function reduce(state: MeetingState, event: StreamEvent & Record<string, any>): MeetingState;

/** Every event of the meeting's stream under its own name, each once and in order. */
export interface MeetingEvents {
  meeting_started: StreamEvent & { meetingId: number; startedAt: string };
  user_joined_meeting: StreamEvent & { meetingId: number; userId: string; userName: string; role: Role };
  user_left_meeting: StreamEvent & { meetingId: number; userId: string; userName: string };
  user_audio_status: StreamEvent & { meetingId: number; userId: string; userName: string; isMuted: boolean };
  user_video_status: StreamEvent & { meetingId: number; userId: string; userName: string; isVideoOn: boolean };
  recording_started: StreamEvent & { meetingId: number; startedBy: string };
  recording_stopped: StreamEvent & { meetingId: number; stoppedBy: string };
  user_screen_share_started: StreamEvent & { meetingId: number; userId: string; userName: string };
  user_screen_share_stopped: StreamEvent & { meetingId: number; userId: string; userName: string };
  user_hand_raised: StreamEvent & { meetingId: number; userId: string; userName: string; position: number };
  user_hand_lowered: StreamEvent & { meetingId: number; userId: string; userName: string };
  mute_requested: StreamEvent & { meetingId: number; userId: string | null; by: string };
  role_changed: StreamEvent & { meetingId: number; userId: string; role: Role; by: string };
  participant_invited: StreamEvent & { meetingId: number; userId: string; userName: string; role: Role };
  participant_removed: StreamEvent & { meetingId: number; userId: string; userName: string };
  meeting_updated: StreamEvent & { meetingId: number; fields: string[] };
  occupant_joined: StreamEvent & { meetingId: number; occupantId: string; userId: string | null; name: string };
  occupant_left: StreamEvent & { meetingId: number; occupantId: string; userId: string | null; name: string };
  user_media_missing: StreamEvent & { meetingId: number; userId: string; userName: string };
  recording_added: StreamEvent & { meetingId: number; recordingId: number };
  meeting_ended: StreamEvent & { meetingId: number; endedAt: string; durationSeconds: number; by: string; reason: string };
  meeting_cancelled: StreamEvent & { meetingId: number; title: string; reason: string | null };
  /** Any event of the stream, before the one of its own name; of kinds that this client does not know, too. */
  event: StreamEvent & Record<string, any>;
  /** The state changed: by an event, a snapshot, or fields read anew. */
  state: MeetingState;
  /** The stream could not be filled up (its events are gone): the state was read anew, and events are missing before it. */
  reset: MeetingState;
  /**
   * Inside no more, and told no more, not even the rest of what is told just then: `left` (also everywhere, on another device of
   * this user), `removed`, `closed`, or a code (`MEETING_FULL`, `NOT_FOUND`, … on coming back; `FORBIDDEN` also where one
   * connection follows more than a node lets it, about 250). The end of the meeting is not this: its stream goes on.
   */
  closed: { reason: string };
}

/** The seed's event names and those of the contract, with their fields beside meetingId and clientEventId. */
export interface MeetingCommands {
  meeting_audio_status: { isMuted: boolean };
  meeting_video_status: { isVideoOn: boolean };
  meeting_recording_started: {};
  meeting_recording_stopped: {};
  meeting_screen_share_started: {};
  meeting_screen_share_stopped: {};
  meeting_hand_raised: {};
  meeting_hand_lowered: { userId?: UserId };
  meeting_mute_all: {};
  meeting_mute_user: { userId: UserId };
}

/** A body, which may be left out where the command needs none. */
export type BodyOf<Name extends keyof MeetingCommands> = {} extends MeetingCommands[Name]
  ? [body?: MeetingCommands[Name]]
  : [body: MeetingCommands[Name]];

export interface JoinAnswer {
  meetingId: number;
  jitsiToken: string;
  roomName: string;
  role: Role;
  domain: string;
  /** Below which the room is in Jitsi as a Service; absent elsewhere. */
  tenant?: string;
  tokenExpiresAt: string;
  meeting: MeetingFields;
}

export interface Meeting extends Listening<MeetingEvents> {
  readonly id: number;
  readonly state: MeetingState;
  /** Own user id. */
  readonly userId: string;
  /** Own role, as the stream has it now. */
  readonly role: Role | null;
  /** Whether this client has a session there at this moment. */
  readonly isInside: boolean;
  readonly sessionId: string | null;
  /** What Jitsi needs: the answer of the last REST join; null for who only watches. */
  readonly jitsi: JoinAnswer | null;
  /** `jitsi.jitsiToken`. */
  readonly jitsiToken: string | null;
  /**
   * Sends a command, after those before it were answered. It is repeated under the same `clientEventId`, also over a reconnect, until it is answered or the time is
   * up. Commands take effect in the order of their calls. Rejected with a GavelError; a name that is no command with
   * `INVALID_REQUEST`. Where another connection of this user took the session over, this goes in again with one of its own first.
   */
  emit<Name extends keyof MeetingCommands>(name: Name, ...body: BodyOf<Name>): Promise<{ ok: true; seq?: number }>;
  /** Joins over REST again, for a fresh Jitsi token: before each connect to Jitsi that may come later than `jitsi.tokenExpiresAt`. */
  renewJitsi(): Promise<JoinAnswer>;
  /** Goes out: ends this connection's session, after the commands before it. The stream is followed no more. */
  leave(): Promise<void>;
  /** Follows it no more, and goes out without waiting for anything; commands that are not answered fail with `CLOSED`. */
  close(): void;
}

export interface Message {
  id: number;
  conversationId: number;
  seq: number;
  userId: string | null;
  userName: string | null;
  text: string | null;
  system: { type: string; [field: string]: unknown } | null;
  replyToId: number | null;
  clientMessageId: string | null;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  reactions: { reaction: string; userIds: string[] }[];
}

/** The newest messages, kept by the stream. Never changed: each event makes another one. */
export interface ConversationState {
  readonly conversationId: number;
  readonly seq: number;
  readonly epoch: string | null;
  readonly conversation: Readonly<Record<string, any>>;
  readonly members: readonly Readonly<{ userId: string; userName: string; joinedAt: string; readMessageId: number }>[];
  /** Oldest first: the newest thousand of those that came one by one, and beside them all that were read as older ones. */
  readonly messages: readonly Readonly<Message>[];
  /** Whether there are older ones than these. */
  readonly hasMore: boolean;
  /** User ids of those who type now; for five seconds after they said so. */
  readonly typing: readonly string[];
}

export interface ConversationEvents {
  conversation_created: StreamEvent & Record<string, any>;
  message_created: StreamEvent & Record<string, any>;
  message_edited: StreamEvent & Record<string, any>;
  message_deleted: StreamEvent & Record<string, any>;
  reaction_added: StreamEvent & Record<string, any>;
  reaction_removed: StreamEvent & Record<string, any>;
  message_read: StreamEvent & Record<string, any>;
  member_added: StreamEvent & Record<string, any>;
  member_removed: StreamEvent & Record<string, any>;
  /** Has no seq: it is not kept. */
  typing: { event: 'typing'; at: string; conversationId: number; userId: string; isTyping: boolean };
  event: StreamEvent & Record<string, any>;
  /** Also when somebody begins or stops typing, when `unread` changes, and when older messages were read. */
  state: ConversationState;
  reset: ConversationState;
  closed: { reason: string };
}

export interface Conversation extends Listening<ConversationEvents> {
  readonly id: number;
  readonly state: ConversationState;
  /** Repeated under one `clientMessageId` until it is answered: said once. */
  send(text: string, options?: { replyToId?: number }): Promise<{ ok: true; seq: number; messageId: number }>;
  edit(messageId: number, text: string): Promise<Message>;
  delete(messageId: number): Promise<void>;
  react(messageId: number, reaction: string): Promise<void>;
  unreact(messageId: number, reaction: string): Promise<void>;
  /** All up to this message, or to the newest. */
  markRead(messageId?: number): Promise<void>;
  /** Call it with each key press: it is told every three seconds at most, and that it stopped after five without a call. */
  typing(): void;
  /** Reads older messages into the state; gives whether there are more. */
  loadOlder(limit?: number): Promise<boolean>;
  close(): void;
}

export interface JitsiOptions {
  /** Called with what could not be told to the stream or to Jitsi; nothing is thrown into Jitsi's own events. */
  onError?: (error: unknown) => void;
  /** Called when the meeting is over, after Jitsi was told to hang up. */
  onEnded?: (state: MeetingState) => void;
  /** Whether the host's page ends the Jitsi room for everyone when the meeting is over (`endConference`). Default true. */
  endForAll?: boolean;
}

/**
 * Binds Jitsi's IFrame API to the stream, both ways. `api` is a `JitsiMeetExternalAPI`, or what `onApiReady` of
 * `@jitsi/react-sdk` gives. Gives back what unbinds them.
 */
export function attachJitsi(api: any, meeting: Meeting, options?: JitsiOptions): () => void;

/**
 * The options of `new JitsiMeetExternalAPI(host, …)` for this meeting, its token fresh; `script` is from where to load that: in
 * Jitsi as a Service below the tenant.
 */
export function jitsiOptions(
  meeting: Meeting,
  more?: Record<string, unknown>,
): Promise<{ host: string; script: string; options: Record<string, unknown> }>;
