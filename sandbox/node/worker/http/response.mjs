import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

const JSON_TYPE = /[/+]json\b/;
const TEXT_TYPE = /^text\/|[/+](xml|javascript)\b|urlencoded/;

/** A response as handlers written for Express expect it; what is written is kept. */
export class RouteResponse extends Writable {
  statusCode = 200;
  headersSent = false;
  locals = {};
  #headers = {};
  #pieces = [];
  #onPiece;
  #done;

  /** @param {(piece: string) => void} onPiece hears what is written before the end */
  constructor(onPiece) {
    super({ decodeStrings: true });
    this.#onPiece = onPiece;
    this.#done = finished(this);
    this.#done.catch(() => {}); // `answer` tells of it
  }

  /** What was answered, once the response has ended. */
  async answer() {
    await this.#done;
    return { status: this.statusCode, headers: this.#headers, body: this.#body() };
  }

  status(code) {
    this.statusCode = code;
    return this;
  }

  sendStatus(code) {
    return this.status(code).send(String(code));
  }

  json(value) {
    this.type('application/json');
    this.end(JSON.stringify(value));
    return this;
  }

  send(body) {
    if (body !== null && typeof body === 'object' && !ArrayBuffer.isView(body)) {
      return this.json(body);
    }
    if (typeof body === 'string' && !this.getHeader('content-type')) this.type('text/html');
    this.end(body === undefined || body === null ? undefined : asBytes(body));
    return this;
  }

  redirect(...args) {
    const [status, address] = args.length > 1 ? args : [302, args[0]];
    this.status(status).set('location', address).end();
  }

  writeHead(code, ...rest) {
    return this.status(code).set(rest.at(-1) ?? {});
  }

  flushHeaders() {
    this.headersSent = true;
  }

  type(name) {
    return this.set('content-type', name);
  }

  set(name, value) {
    const given = typeof name === 'object' ? name : { [name]: value };
    for (const [key, each] of Object.entries(given)) this.#headers[key.toLowerCase()] = String(each);
    return this;
  }

  header(name, value) {
    return this.set(name, value);
  }

  setHeader(name, value) {
    return this.set(name, value);
  }

  getHeader(name) {
    return this.#headers[name.toLowerCase()];
  }

  get(name) {
    return this.getHeader(name);
  }

  removeHeader(name) {
    delete this.#headers[name.toLowerCase()];
  }

  _write(bytes, _encoding, callback) {
    this.headersSent = true;
    this.#pieces.push(bytes);
    if (!this.writableEnded && this.#isText()) this.#onPiece(bytes.toString());
    callback();
  }

  /** What is written without a type is taken for text, as a browser does. */
  #isText() {
    return TEXT_TYPE.test(this.getHeader('content-type') ?? 'text/plain');
  }

  #body() {
    const bytes = Buffer.concat(this.#pieces);
    if (bytes.length === 0) return null;
    if (JSON_TYPE.test(this.getHeader('content-type'))) return JSON.parse(bytes.toString());
    return this.#isText() ? bytes.toString() : bytes;
  }
}

const asBytes = (body) => (ArrayBuffer.isView(body) ? body : String(body));
