import { Gavel } from '../../../main/web/gavel.js';
import { ModelNode } from './model-node.mjs';

/** Where the client runs in tests: time stands still unless it is told to go on, chance is a seed, and the node is a model. */
export class Stage {
  now = Date.parse('2027-03-22T08:00:00.000Z');
  #timers = [];
  #ids = 0;
  #seed;
  #online = new Set();
  /** What each pause was asked for by chance: the bounds of `random`. */
  chance = () => this.random();
  sockets = [];
  calls = [];
  /** Answers a REST call in place of the node: ({method, path, body, token}) => {status, body, headers} | undefined */
  rest = () => undefined;
  /** Whether a handshake is refused. */
  refuses = () => false;
  /** Whether the page is: then timers that one another set, five in a row, wait until a minute is full. */
  isHidden = false;
  /** How many timers set one another until now. */
  #chain = 0;
  /** How long anything takes on its way. */
  latency = () => 1;

  constructor(seed = 1) {
    this.#seed = seed;
    this.node = new ModelNode(this);
  }

  client(options = {}, url = 'http://node') {
    const gavel = new Gavel(url, { token: 'ada', ...options }, this.platform());
    gavel.on('error', (error) => (this.errors ??= []).push(error));
    return gavel;
  }

  platform() {
    return {
      now: () => this.now,
      setTimeout: (run, ms) => this.later(run, ms, true),
      clearTimeout: (timer) => this.#timers.splice(0, Infinity, ...this.#timers.filter((one) => one !== timer)),
      random: () => this.chance(),
      uuid: () => `id-${++this.#ids}`,
      fetch: (url, init) => this.#fetch(url, init),
      socket: async (url) => this.#socket(url),
      onOnline: (run) => {
        this.#online.add(run);
        return () => this.#online.delete(run);
      },
    };
  }

  random() {
    // mulberry32
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  online() {
    [...this.#online].forEach((run) => run());
  }

  /** What the client still waits for: its timers, and listeners to the platform. */
  get pending() {
    return this.#timers.filter(({ isOfClient }) => isOfClient).length + this.#online.size;
  }

  later(run, ms, isOfClient = false) {
    const chain = isOfClient ? this.#chain + 1 : 0;
    const due = this.now + Math.max(ms, 0);
    const at = this.isHidden && chain >= 5 ? Math.ceil(due / 60_000) * 60_000 : due;
    const timer = { run, at, id: ++this.#ids, isOfClient, chain };
    this.#timers.push(timer);
    return timer;
  }

  /** Lets so much time pass, and all happen that happens in it. */
  async pass(ms) {
    const end = this.now + ms;
    await quiet();
    for (let timer; (timer = this.#next(end)); ) {
      this.now = timer.at;
      this.#chain = timer.chain;
      timer.run();
      await quiet();
      this.#chain = 0;
    }
    this.now = end;
  }

  /** The promise's end, for as long as it takes. */
  async until(promise, most = 120_000) {
    let outcome;
    promise.then(
      (value) => (outcome = { value }),
      (error) => (outcome = { error }),
    );
    await quiet();
    for (const end = this.now + most; !outcome && this.now < end; ) {
      await this.pass(Math.min(...this.#timers.map(({ at }) => at - this.now), end - this.now));
    }
    if (!outcome) {
      throw new Error(`nothing after ${most} ms`);
    }
    if (outcome.error) {
      throw outcome.error;
    }
    return outcome.value;
  }

  #next(end) {
    const [first] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.id - b.id);
    this.#timers = this.#timers.filter((one) => one !== first);
    return first;
  }

  async #fetch(url, { method, headers, body, signal }) {
    const { origin, pathname, search } = new URL(url);
    const token = headers.Authorization.replace('Bearer ', '');
    const call = { origin, method, path: pathname + search, headers, body: body && JSON.parse(body), token, at: this.now };
    this.calls.push(call);
    signal.throwIfAborted();
    await new Promise((resolve, reject) => {
      const timer = this.later(resolve, this.latency());
      signal.addEventListener('abort', () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
        reject(signal.reason);
      });
    });
    const { status = 200, body: answer, headers: given = {} } = this.rest(call) ?? this.node.rest(call);
    if (status === 0) {
      throw new TypeError('fetch failed');
    }
    const text = answer === undefined ? '' : JSON.stringify(answer);
    return { status, text: async () => text, headers: { get: (name) => given[name] ?? null } };
  }

  #socket(url) {
    const socket = new Wire(this, url);
    this.sockets.push(socket);
    this.later(() => (this.refuses(url) ? socket.cut() : socket.open()), this.latency());
    return socket;
  }
}

/** One connection, as the client sees it. What is on its way arrives in order, or is lost with it. */
class Wire {
  #stage;
  #arrivesAt = { near: 0, far: 0 };
  isOpen = true;
  sent = [];

  constructor(stage, url) {
    this.#stage = stage;
    this.url = url;
    this.openedAt = stage.now;
  }

  open() {
    if (this.isOpen) {
      this.onopen?.();
      this.#stage.node.connect(this);
    }
  }

  send(text) {
    const frame = JSON.parse(text);
    this.sent.push({ ...frame, at: this.#stage.now });
    this.#deliver('far', () => this.#stage.node.receive(this, frame));
  }

  /** From the node to the client. */
  tell(frame) {
    this.#deliver('near', () => this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) }));
  }

  close() {
    this.cut(1000);
  }

  /** Ends it at once; nobody hears what is on its way. */
  cut(code = 1006, reason = '') {
    if (this.isOpen) {
      this.isOpen = false;
      this.#stage.node.disconnect(this);
      this.onclose?.({ code, reason });
    }
  }

  #deliver(side, run) {
    const at = Math.max(this.#stage.now + this.#stage.latency(), this.#arrivesAt[side]);
    this.#arrivesAt[side] = at;
    this.#stage.later(() => this.isOpen && run(), at - this.#stage.now);
  }
}

/** All that follows from what has happened has happened. */
const quiet = () => new Promise(setImmediate);
