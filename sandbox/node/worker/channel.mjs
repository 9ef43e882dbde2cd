import net from 'node:net';

/*
 * A frame is four bytes (big endian) and a payload. The top bit of the four bytes says that
 * the message goes on in the next frame; the rest is the payload's length. Payloads of one
 * message, put together, are its JSON.
 */
const MORE_FOLLOWS = 0x8000_0000;
const HEADER_BYTES = 4;

/** The longest payload of one frame, in bytes. */
export const FRAME_BYTES = 1 << 20;

// Kept from before any plugin runs, so that a plugin that patches them does not break us.
const { parse, stringify } = JSON;
const { concat, from, allocUnsafe } = Buffer;

/** The host's end of the worker: messages in, messages out. */
export class Channel {
  #socket;
  #pending = allocUnsafe(0);
  #fragments = [];

  /**
   * @param {number} fd an open Unix stream socket
   * @param {(message: any) => void} onMessage called with each message, in order
   * @param {() => void} onClose called when the host is gone
   */
  constructor(fd, onMessage, onClose) {
    this.#socket = new net.Socket({ fd, readable: true, writable: true });
    this.#socket.on('data', (bytes) => this.#receive(bytes, onMessage));
    this.#socket.on('end', onClose).on('error', onClose);
  }

  /** Sends one message. @param {object} message anything that JSON can hold */
  send(message) {
    this.sendText(stringify(message));
  }

  /** Sends one message that is JSON already. @param {string} text */
  sendText(text) {
    const bytes = from(text);
    this.#socket.cork();
    for (let start = 0; start < bytes.length; start += FRAME_BYTES) {
      const payload = bytes.subarray(start, start + FRAME_BYTES);
      const more = start + FRAME_BYTES < bytes.length ? MORE_FOLLOWS : 0;
      const header = allocUnsafe(HEADER_BYTES);
      header.writeUInt32BE((payload.length | more) >>> 0);
      this.#socket.write(header);
      this.#socket.write(payload);
    }
    this.#socket.uncork();
  }

  #receive(bytes, onMessage) {
    this.#pending = this.#pending.length ? concat([this.#pending, bytes]) : bytes;
    for (let frame = this.#takeFrame(); frame; frame = this.#takeFrame()) {
      this.#fragments.push(frame.payload);
      if (frame.more) continue;
      const message = parse(concat(this.#fragments).toString());
      this.#fragments = [];
      onMessage(message);
    }
  }

  #takeFrame() {
    if (this.#pending.length < HEADER_BYTES) return null;
    const header = this.#pending.readUInt32BE();
    const end = HEADER_BYTES + (header & ~MORE_FOLLOWS);
    if (this.#pending.length < end) return null;
    const payload = this.#pending.subarray(HEADER_BYTES, end);
    this.#pending = this.#pending.subarray(end);
    return { payload, more: Boolean(header & MORE_FOLLOWS) };
  }
}
