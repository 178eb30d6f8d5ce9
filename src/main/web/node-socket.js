import { GavelError } from './gavel-error.js';

/** What RFC 6455 has the server append to the key, 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CONTINUATION = 0;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** More than any node sends at once. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What a peer has to end the connection in turn. */
const PARTING = 2_000;

/** @param {string} name @returns {any} a module of Node.js, in a way that no bundler for browsers follows */
function builtin(name) {
  const load = globalThis.process?.getBuiltinModule;
  if (!load) {
    throw new GavelError('NO_WEBSOCKET', 0, 'there is no WebSocket here: give options.WebSocket');
  }
  return load(name);
}

/**
 * A WebSocket for Node.js 20, which has none of its own yet: as much of RFC 6455 as a client that sends text needs. Browsers and
 * later versions have theirs, and never use this one.
 */
export class NodeSocket {
  /** @type {(() => void) | null} */
  onopen = null;
  /** @type {((message: { data: string }) => void) | null} */
  onmessage = null;
  /** @type {((end: { code: number, reason: string }) => void) | null} */
  onclose = null;
  /** @type {((error: unknown) => void) | null} */
  onerror = null;
  #crypto = builtin('node:crypto');
  #request;
  /** @type {any} */
  #stream = null;
  #unread = Buffer.alloc(0);
  /** @type {Buffer[]} of a message that comes in parts */
  #parts = [];
  #over = false;

  /** @param {string} url ws: or wss: */
  constructor(url) {
    const address = new URL(url.replace(/^ws/, 'http'));
    const key = this.#crypto.randomBytes(16).toString('base64');
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': key };
    this.#request = builtin(address.protocol === 'https:' ? 'node:https' : 'node:http').request(address, { headers });
    this.#request.on('error', (/** @type {unknown} */ error) => this.#fail(error));
    this.#request.on('response', (/** @type {any} */ response) => {
      response.resume();
      this.#fail(new Error(`no WebSocket: ${response.statusCode}`));
    });
    this.#request.on('upgrade', (/** @type {any} */ response, /** @type {any} */ stream, /** @type {Buffer} */ head) => {
      const proof = this.#crypto.createHash('sha1').update(key + MAGIC).digest('base64');
      this.#stream = stream;
      if (response.headers['sec-websocket-accept'] === proof) {
        this.#opened(stream, head);
      } else {
        this.#fail(new Error('no WebSocket: the key was not answered'));
      }
    });
    this.#request.end();
  }

  /** @param {any} stream @param {Buffer} head what came with the handshake */
  #opened(stream, head) {
    stream.on('error', (/** @type {unknown} */ error) => this.#fail(error));
    stream.on('close', () => this.#end(1006, ''));
    stream.setNoDelay(true);
    this.onopen?.();
    // Whoever waits for the opening has its turn before the first message.
    setImmediate(() => {
      this.#hear(head);
      stream.on('data', (/** @type {Buffer} */ bytes) => this.#hear(bytes));
    });
  }

  /** @param {string} text */
  send(text) {
    if (!this.#stream || this.#over) {
      throw new Error('the socket is not open');
    }
    this.#write(TEXT, Buffer.from(text));
  }

  close() {
    if (!this.#stream) {
      this.#request.destroy();
      this.#end(1006, '');
    } else if (!this.#over) {
      this.#part(1000);
    }
  }

  /** Says good-bye; what the peer still sends is not heard. @param {number} code */
  #part(code) {
    const body = Buffer.alloc(2);
    body.writeUInt16BE(code);
    this.#write(CLOSE, body);
    this.#stream.end();
    this.#stream.setTimeout(PARTING, () => this.#stream.destroy());
  }

  /** All that a client sends is masked (5.3). @param {number} opcode @param {Buffer} body */
  #write(opcode, body) {
    const mask = this.#crypto.randomBytes(4);
    const masked = body.map((byte, at) => byte ^ mask[at % 4]);
    this.#stream.write(Buffer.concat([head(opcode, body.length), mask, masked]));
  }

  /** @param {Buffer} bytes */
  #hear(bytes) {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    while (!this.#over) {
      const frame = frameOf(this.#unread);
      if (!frame) {
        return;
      }
      if (frame.fault) {
        this.#part(frame.fault);
        return this.#end(1006, '');
      }
      this.#unread = this.#unread.subarray(frame.end);
      this.#take(frame);
    }
  }

  /** @param {Frame} frame */
  #take({ opcode, isLast, body }) {
    if (opcode === PING) {
      this.#write(PONG, body);
    } else if (opcode === CLOSE) {
      const code = body.length >= 2 ? body.readUInt16BE() : 1005;
      this.#part(code === 1005 ? 1000 : code);
      this.#end(code, body.subarray(2).toString());
    } else if (opcode === TEXT || opcode === CONTINUATION) {
      this.#parts.push(body);
      if (isLast) {
        const data = Buffer.concat(this.#parts).toString();
        this.#parts = [];
        this.onmessage?.({ data });
      }
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.onerror?.(error);
    this.#stream?.destroy();
    this.#end(1006, '');
  }

  /** @param {number} code @param {string} reason */
  #end(code, reason) {
    if (!this.#over) {
      this.#over = true;
      this.onclose?.({ code, reason });
    }
  }
}

/** @param {number} opcode @param {number} length @returns {Buffer} of a masked frame that is whole */
function head(opcode, length) {
  if (length < 126) {
    return Buffer.from([0x80 | opcode, 0x80 | length]);
  }
  const long = length > 0xffff;
  const bytes = Buffer.alloc(long ? 10 : 4);
  bytes[0] = 0x80 | opcode;
  bytes[1] = 0x80 | (long ? 127 : 126);
  if (long) {
    bytes.writeBigUInt64BE(BigInt(length), 2);
  } else {
    bytes.writeUInt16BE(length, 2);
  }
  return bytes;
}

/** @typedef {{ opcode: number, isLast: boolean, body: Buffer, end: number, fault?: number }} Frame */

/** The frame that these bytes begin with; null where it is not there to its end. @param {Buffer} bytes @returns {Frame | null} */
function frameOf(bytes) {
  if (bytes.length < 2) {
    return null;
  }
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  const short = second & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) {
    return null;
  }
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const opcode = first & 0x0f;
  const isLast = (first & 0x80) !== 0;
  const end = start + length;
  if (length > MOST_BYTES || (second & 0x80) !== 0 || (first & 0x70) !== 0) {
    return { opcode, isLast, body: Buffer.alloc(0), end, fault: length > MOST_BYTES ? 1009 : 1002 };
  }
  return bytes.length < end ? null : { opcode, isLast, body: bytes.subarray(start, end), end };
}
