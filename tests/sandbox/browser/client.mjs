import { spawn } from 'node:child_process';

/** Starts a browser as libraries do, and speaks its protocol: by its pipe, or by its socket. */
export class Client {
  #answers = new Map();
  #number = 0;
  #text = '';

  constructor(args = []) {
    const piped = !args.some((each) => each.startsWith('--remote-debugging-port'));
    const driven = piped ? ['--remote-debugging-pipe', ...args] : args;
    const stdio = ['ignore', 'pipe', 'pipe', ...(piped ? ['pipe', 'pipe'] : [])];
    this.process = spawn('/usr/bin/chromium', [...driven, '--no-startup-window'], { stdio });
    this.ended = new Promise((resolve) => this.process.on('close', resolve));
    this.write = piped ? this.#pipe() : this.#socket();
  }

  async send(method, params = {}, sessionId = undefined) {
    const id = ++this.#number;
    const answer = Promise.withResolvers();
    this.#answers.set(id, answer);
    (await this.write)(JSON.stringify({ id, method, params, sessionId }));
    return answer.promise;
  }

  /** The text of a page once it has loaded, or why it did not. */
  async read(url) {
    const sessionId = await this.#page();
    const { errorText } = await this.send('Page.navigate', { url }, sessionId);
    if (errorText) return errorText;
    return this.#evaluate(
      `new Promise((done) => {
        const tell = () => done(document.body.innerText);
        if (document.readyState === 'complete') tell(); else addEventListener('load', tell);
      })`,
      sessionId,
    );
  }

  /** What an expression gives in an empty page. */
  async evaluate(expression) {
    return this.#evaluate(expression, await this.#page());
  }

  async #page() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    return (await this.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
  }

  async #evaluate(expression, sessionId) {
    const asked = { expression, awaitPromise: true };
    return (await this.send('Runtime.evaluate', asked, sessionId)).result.value;
  }

  async #pipe() {
    const [, , , input, output] = this.process.stdio;
    output.on('data', (data) => {
      const messages = (this.#text + data).split('\0');
      this.#text = messages.pop();
      messages.forEach((each) => this.#take(each));
    });
    return (text) => input.write(`${text}\0`);
  }

  async #socket() {
    const { resolve, promise } = Promise.withResolvers();
    this.process.stderr.on('data', (data) => {
      const found = /DevTools listening on (ws:\S+)/.exec(data);
      if (found) resolve(new WebSocket(found[1]));
    });
    const socket = await promise;
    socket.onmessage = ({ data }) => this.#take(data);
    await new Promise((opened) => (socket.onopen = opened));
    return (text) => socket.send(text);
  }

  #take(text) {
    const { id, method, result, error } = JSON.parse(text);
    if (method === 'Inspector.targetCrashed') this.#crashed();
    const { resolve, reject } = this.#answers.get(id) ?? {};
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  }

  #crashed() {
    for (const { reject } of this.#answers.values()) reject(new Error('The page crashed'));
  }
}
