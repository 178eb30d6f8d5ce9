/**
 * Jitsi's IFrame API as this page uses it: what an older Jitsi lacks is no fault, and what fails there is reported. And who is
 * who in its room: Jitsi's participant ids, and the user ids that their tokens carry.
 */
export class JitsiRoom {
  /** @param {any} api @param {string} userId own @param {(error: unknown) => void} onError */
  constructor(api, userId, onError) {
    this.api = api;
    this.userId = userId;
    this.onError = onError;
    /** Own id in the room. @type {string | undefined} */
    this.localId = undefined;
    /** User ids by Jitsi's. @type {Map<string, string>} */
    this.users = new Map();
  }

  /** Gives what ends the listening. @param {string} name @param {(event: any) => unknown} listener @returns {() => void} */
  on(name, listener) {
    const { api } = this;
    (api.addListener ?? api.on ?? api.addEventListener).call(api, name, listener);
    // Not removeEventListener: in Jitsi that one ends everybody's listening.
    return () => api.removeListener?.call(api, name, listener);
  }

  /** @param {string} command @param {unknown[]} values */
  command(command, ...values) {
    try {
      const supported = this.api.getSupportedCommands?.();
      if (!Array.isArray(supported) || supported.includes(command)) this.api.executeCommand(command, ...values);
    } catch (error) {
      this.onError(error);
    }
  }

  /** @param {string} question @returns {Promise<boolean | undefined>} undefined where Jitsi cannot say */
  async ask(question) {
    try {
      const answer = await this.api[question]?.();
      return typeof answer === 'boolean' ? answer : undefined;
    } catch (error) {
      this.onError(error);
      return undefined;
    }
  }

  /** Whether Jitsi counts somebody in the room, which it does from the moment this page is there. */
  isEntered() {
    return Number(this.api.getNumberOfParticipants?.()) > 0;
  }

  /** Others may be known already: Jitsi tells of them first. @param {string} [localId] */
  enter(localId) {
    this.localId = localId ?? this.localId;
    return this.learn();
  }

  leave() {
    this.localId = undefined;
    this.users.clear();
  }

  /** @param {any} participant of an event, `getRoomsInfo` or `getParticipantsInfo`; an older Jitsi has no `userContext` */
  joined(participant) {
    const id = participant?.id ?? participant?.participantId;
    const userId = participant?.userContext?.id;
    if (id && userId !== undefined && userId !== null) this.users.set(String(id), String(userId));
  }

  /** @param {string} id */
  left(id) {
    this.users.delete(id);
  }

  async learn() {
    try {
      const { rooms = [] } = (await this.api.getRoomsInfo?.()) ?? {};
      rooms.flatMap((/** @type {any} */ room) => room.participants ?? []).forEach((/** @type {any} */ one) => this.joined(one));
      this.api.getParticipantsInfo?.()?.forEach?.((/** @type {any} */ one) => this.joined(one));
    } catch (error) {
      this.onError(error);
    }
    const own = this.known(this.userId);
    if (own.length === 1) this.localId ??= own[0];
  }

  /** One user may be there several times. @param {string} userId */
  known(userId) {
    return [...this.users].filter(([, user]) => user === userId).map(([id]) => id);
  }

  /** @param {string} userId */
  async idsOf(userId) {
    if (this.known(userId).length === 0) await this.learn();
    return this.known(userId);
  }
}
