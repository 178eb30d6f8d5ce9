/**
 * As much of a node as the client's promises are about: the log of one meeting and its sessions, over connections that are
 * told what they registered for. The token is the user's id; it may bear a version: `ada#2`.
 */
export class ModelNode {
  log = [];
  epoch = 'one';
  /** Events up to this one are gone. */
  floor = 0;
  members = new Set(['ada', 'ben']);
  admitted = new Set();
  over = null;
  /** How long a token lives from now. */
  tokenLife = 3_600_000;
  /** Takes a frame away before it has any effect. */
  swallows = () => false;
  /** Takes an answer away, or puts another in its place: (frame, answer) => answer | null */
  answers = (_, answer) => answer;
  /** What a registration is refused with: (address) => {code, message} | null */
  refusesToRegister = () => null;
  /** Whether a connection is not told of an event. */
  drops = () => false;
  #stage;
  #connections = new Map();
  #sessions = new Map();
  #done = new Map();
  #sessionCount = 0;

  constructor(stage) {
    this.#stage = stage;
  }

  get head() {
    return this.log.length;
  }

  /** Something happens in the meeting. */
  add(event, fields = {}) {
    const at = new Date(this.#stage.now).toISOString();
    const told = { event, seq: this.head + 1, at, meetingId: 1, ...fields };
    this.log.push(told);
    this.publish('meeting.1', told);
    return told.seq;
  }

  publish(address, body) {
    for (const [socket, { registered }] of this.#connections) {
      if (registered.has(address) && !this.drops(socket, body)) {
        socket.tell({ type: 'rec', address, body });
      }
    }
  }

  connect(socket) {
    const user = new URL(socket.url).searchParams.get('ticket').replace(/#.*/, '');
    this.#connections.set(socket, { user, registered: new Set(), expiresAt: this.#stage.now + this.tokenLife });
  }

  disconnect(socket) {
    this.#connections.delete(socket);
    for (const session of this.#sessions.values()) {
      if (session.socket === socket) {
        session.socket = null;
      }
    }
  }

  /** Another connection takes it over; if it has one, that one is gone. */
  giveSession(id, socket) {
    this.#sessions.forEach((session, own) => session.socket === socket && this.#sessions.delete(own));
    this.#sessions.get(id).socket = socket;
  }

  /** The lease of all sessions has run out, though their connections live. */
  loseSessions() {
    this.#sessions.forEach((session) => (session.socket = null));
    this.forget();
  }

  /** The grace of those who are lost is over. */
  forget() {
    for (const [id, { socket, user }] of this.#sessions) {
      if (!socket) {
        this.#sessions.delete(id);
        this.#leftIfLast(user);
      }
    }
  }

  rest({ method, path, token }) {
    const user = token.replace(/#.*/, '');
    const expiresAt = new Date(this.#stage.now + 60_000).toISOString();
    switch (`${method} ${path}`) {
      case 'POST /api/ticket':
        return { status: 201, body: { ticket: token, expiresAt } };
      case 'POST /api/meeting/1/join':
        if (this.over) {
          return problem(410, this.over);
        }
        this.admitted.add(user);
        return { body: { meetingId: 1, jitsiToken: `jitsi of ${user}`, role: 'Participant', meeting: this.meeting() } };
      case 'GET /api/meeting/1':
        return { body: { ...this.meeting(), role: 'Participant', epoch: this.epoch, participants: this.inside(), recordings: [], occupants: this.occupants() } };
      default:
        return problem(404, 'NOT_FOUND');
    }
  }

  receive(socket, frame) {
    const connection = this.#connections.get(socket);
    if (!connection || this.swallows(frame, socket)) {
      return;
    }
    if (frame.type === 'ping') {
      socket.tell({ type: 'pong' });
    } else if (frame.type === 'register') {
      this.#register(socket, connection, frame);
    } else if (frame.type === 'unregister') {
      connection.registered.delete(frame.address);
    } else {
      this.#answer(socket, frame, this.#command(socket, connection, frame));
    }
  }

  #register(socket, { registered }, { address }) {
    const refused = this.refusesToRegister(address, registered);
    if (refused) {
      socket.tell({ ...failure(address, refused), body: 'access_denied' });
    } else {
      registered.add(address);
    }
  }

  /** What was registered is no more, and the connection told so. */
  forgetRegistration(socket, address) {
    this.#connections.get(socket).registered.delete(address);
    socket.tell(failure(address, refusal(503, 'UNAVAILABLE')));
  }

  #answer(socket, frame, made) {
    const answer = this.answers(frame, made, socket);
    if (answer) {
      const address = frame.replyAddress;
      socket.tell(answer.code ? failure(address, answer) : { type: 'rec', address, body: { ok: true, ...answer } });
    }
  }

  #command(socket, connection, { address, body }) {
    const { user } = connection;
    switch (address) {
      case 'get_connection':
        return { userId: user, node: 'node', expiresAt: new Date(connection.expiresAt).toISOString() };
      case 'authenticate':
        if (body.token.replace(/#.*/, '') !== user) {
          return refusal(403, 'FORBIDDEN');
        }
        connection.expiresAt = this.#stage.now + this.tokenLife;
        return {};
      case 'get_presence':
        return { items: body.userIds.map((userId) => ({ userId, online: true, lastSeenAt: null, inMeeting: false })) };
      case 'join_meeting_room':
        return this.#join(socket, user, body);
      case 'leave_meeting_room':
        return this.#leave(socket, user);
      case 'resume_meeting':
        return this.members.has(user) ? { ...this.#missed(body), epoch: this.epoch, seq: this.head } : refusal(404, 'NOT_FOUND');
      default:
        return this.#change(socket, user, address, body);
    }
  }

  #join(socket, user, { sessionId, afterSeq, epoch }) {
    if (!this.members.has(user) || !this.admitted.has(user) || this.over) {
      return this.over ? refusal(410, this.over) : this.members.has(user) ? refusal(403, 'NOT_JOINED') : refusal(404, 'NOT_FOUND');
    }
    const id = this.#session(socket, user, sessionId);
    const missed = afterSeq === undefined ? { events: [], reset: false } : this.#missed({ afterSeq, epoch }, Infinity);
    const shown = { participants: this.inside(), recording: this.recording, occupants: this.occupants() };
    const snapshot = { meeting: this.meeting(), ...shown };
    return { sessionId: id, epoch: this.epoch, seq: this.head, role: 'Participant', snapshot, ...missed };
  }

  #session(socket, user, wanted) {
    const known = [...this.#sessions].find(([id, one]) => one.user === user && (one.socket === socket || id === wanted));
    if (known) {
      known[1].socket = socket;
      return known[0];
    }
    const id = `session-${++this.#sessionCount}`;
    const isFirst = ![...this.#sessions.values()].some((one) => one.user === user);
    this.#sessions.set(id, { user, socket });
    if (isFirst) {
      this.add('user_joined_meeting', { userId: user, userName: user, role: 'Participant' });
    }
    return id;
  }

  #leave(socket, user) {
    const own = [...this.#sessions].find(([, one]) => one.socket === socket);
    if (own) {
      this.#sessions.delete(own[0]);
      this.#leftIfLast(user);
    }
    return {};
  }

  #leftIfLast(user) {
    if (![...this.#sessions.values()].some((one) => one.user === user)) {
      this.add('user_left_meeting', { userId: user, userName: user });
    }
  }

  /** Each command with a `clientEventId` adds its event once. */
  #change(socket, user, address, { clientEventId, isMuted = false }) {
    const key = `${user} ${clientEventId}`;
    if (this.#done.has(key)) {
      return this.#done.get(key);
    }
    if (![...this.#sessions.values()].some((one) => one.socket === socket)) {
      return refusal(409, 'NOT_IN_MEETING');
    }
    const seq = this.add('user_audio_status', { userId: user, userName: user, isMuted, of: clientEventId });
    this.#done.set(key, { seq });
    return { seq };
  }

  #missed({ afterSeq, epoch }, most = 3) {
    if (afterSeq < this.floor || afterSeq > this.head || (epoch && epoch !== this.epoch)) {
      return { events: [], reset: true, more: false };
    }
    const events = this.log.slice(afterSeq, afterSeq + most);
    return { events, reset: false, more: afterSeq + events.length < this.head };
  }

  get recording() {
    const last = this.log.filter(({ event }) => event.startsWith('recording_st')).at(-1);
    return last?.event === 'recording_started' ? { startedBy: last.startedBy, startedAt: last.at } : null;
  }

  meeting() {
    const status = this.over ? 'Completed' : this.head ? 'InProgress' : 'Scheduled';
    return { id: 1, title: this.title ?? 'Model', status, startedAt: null, endedAt: null, seq: this.head, version: 1 };
  }

  /** A device comes into Jitsi's room, or goes out again. */
  moveDevice(occupantId, userId) {
    const isIn = this.occupants().some((one) => one.occupantId === occupantId);
    this.add(isIn ? 'occupant_left' : 'occupant_joined', { occupantId, userId, name: userId ?? 'guest' });
  }

  occupants() {
    const told = this.log.filter(({ event }) => event.startsWith('occupant_'));
    const last = new Map(told.map((one) => [one.occupantId, one]));
    const inRoom = told.filter((one) => one.event === 'occupant_joined' && last.get(one.occupantId) === one);
    return inRoom.map(({ occupantId, userId, name, at }) => ({ occupantId, userId, name, joinedAt: at }));
  }

  inside() {
    const isInMedia = (userId) => this.occupants().some((one) => one.userId === userId);
    const users = [...new Set([...this.#sessions.values()].map(({ user }) => user))];
    return users.map((userId) => {
      const said = this.log.filter((one) => one.userId === userId && 'isMuted' in one);
      const came = this.log.filter((one) => one.userId === userId && one.event === 'user_joined_meeting').at(-1);
      const last = said.at(-1);
      const isMuted = last && last.seq > came.seq ? last.isMuted : true;
      const none = { isVideoOn: false, isSharingScreen: false, isHandRaised: false, handPosition: null };
      const shown = { isMuted, ...none, isInMedia: isInMedia(userId) };
      return { userId, userName: userId, role: 'Participant', isInMeeting: true, firstJoinedAt: came.at, ...shown };
    });
  }
}

export const refusal = (code, message) => ({ code, message });

export const problem = (status, code, headers = {}) => ({ status, body: { status, code }, headers });

const failure = (address, { code, message }) => ({
  type: 'err',
  address,
  failureCode: code,
  failureType: 'RECIPIENT_FAILURE',
  message,
});
