import { setTimeout } from 'node:timers/promises';
import { runCall } from './calls/call.mjs';
import { decode } from './decode.mjs';
import { encode, encodeNow } from './encode.mjs';
import { describeFailure, Failure } from './failure.mjs';
import { inspectPlugin } from './inspection.mjs';
import { startPlugin } from './plugin.mjs';

const { stringify } = JSON;
const { byteLength } = Buffer;

/** How long an answer waits for asks that the plugin itself did not wait for, in milliseconds. */
const LAST_ASKS_LIMIT = 1_000;

/**
 * Answers the host's messages: `start`, `inspect` or `ping` first, then, if started,
 * any number of `call`. An answer
 * (`result` or `error`) carries the message's id, as does what it emits on the way: `callback`,
 * `piece` (of a stream) and `log`.
 */
export class Session {
  #core;
  #channel;
  #mostBytes;
  #plugin = null;
  #id = null;
  #asked = 0;
  #asks = new Map();

  /**
   * @param {typeof import('@elizaos/core')} core
   * @param {import('./channel.mjs').Channel} channel
   * @param {number} mostBytes the longest message the host takes
   */
  constructor(core, channel, mostBytes) {
    this.#core = core;
    this.#channel = channel;
    this.#mostBytes = mostBytes;
  }

  /** @param {{id: string, type: 'start' | 'inspect' | 'ping' | 'call'}} message */
  async answer(message) {
    if (message.type === 'answer') return this.#settle(message);
    const { id } = message;
    this.#id = id;
    try {
      const value = await this.#valueFor(message).finally(() => this.#plugin?.sql.keep());
      await this.#lastAsks(id);
      this.#send(id, 'result', { value });
    } catch (error) {
      this.#channel.send({ id, type: 'error', ...describeFailure(error) });
    }
  }

  /** Sends a log line with the id of the call under way, or of the last one. */
  log(text) {
    if (this.#id !== null) this.#channel.send({ id: this.#id, type: 'log', text });
  }

  /**
   * Tells the host of something that the plugin tried and was refused.
   * @param {'network' | 'process' | 'native_code' | 'exit'} kind
   * @param {string} detail
   */
  refuse(kind, detail) {
    if (this.#id !== null) this.#channel.send({ id: this.#id, type: 'refusal', kind, detail });
  }

  /**
   * Asks the host to do something, which it does if the instance was granted that.
   * @param {string} name such as `storage.get`
   * @param {any[]} args
   * @param {(piece: any) => void} [onPiece] hears the answer as it comes
   */
  ask(name, args, onPiece) {
    const number = ++this.#asked;
    const answer = Promise.withResolvers();
    this.#send(this.#id, 'ask', { ask: number, name, args: encodeNow(args) });
    this.#asks.set(number, { ...answer, onPiece, id: this.#id });
    return answer.promise;
  }

  #settle({ ask, value, error, piece }) {
    const { resolve, reject, onPiece } = this.#asks.get(ask) ?? {};
    if (piece !== undefined) return void onPiece?.(decode(piece));
    this.#asks.delete(ask);
    if (error) reject?.(new Failure(error.code, error.message));
    else resolve?.(decode(value));
  }

  /** What a call asked and did not wait for, such as log rows, is done before its answer goes. */
  async #lastAsks(id) {
    const last = [...this.#asks.values()].filter((ask) => ask.id === id);
    if (last.length === 0) return;
    const all = Promise.allSettled(last.map((ask) => ask.promise));
    await Promise.race([all, setTimeout(LAST_ASKS_LIMIT, null, { ref: false })]);
  }

  async #valueFor({ id, type, spec, call }) {
    if (type === 'ping') return null;
    if (type === 'inspect') return inspectPlugin(this.#core, spec, this);
    if (type === 'start') return void (this.#plugin = await startPlugin(this.#core, spec, this));
    this.#plugin.sql.begin();
    const emit = (content) => this.#emit(id, 'callback', content);
    const given = { ...call, params: decode(call.params), args: decode(call.args) };
    const emitPiece = (piece) => this.#emit(id, 'piece', piece);
    const result = await runCall({ ...this.#plugin, emit, emitPiece }, given);
    return encode(result, { onPiece: emitPiece, mostBytes: this.#mostBytes });
  }

  /** What a call emits after its answer is of no use to anybody. */
  #emit(id, type, value) {
    if (id === this.#id) this.#send(id, type, { value: encodeNow(value) });
  }

  #send(id, type, fields) {
    const text = stringify({ id, type, ...fields });
    if (byteLength(text) > this.#mostBytes) {
      throw new Failure(
        'VALUE_TOO_LARGE',
        `The ${type} is larger than the ${this.#mostBytes} bytes allowed`,
      );
    }
    this.#channel.sendText(text);
  }
}
