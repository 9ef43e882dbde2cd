import { EventEmitter } from 'node:events';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import { connectThroughDoor } from '../network/door.mjs';
import { noteListening } from './listening.mjs';

export const SOCKET = '/browser/socket';
/** No real process has a number above 2^22. */
const FIRST_PID = (1 << 22) + 1;
const { Socket } = net;

const running = new Map();
let started = 0;

/** The process of a number that we made up. @param {number} pid or, negative, its group */
export const processOf = (pid) => running.get(Math.abs(pid));

/**
 * Stands for a browser that was started outside the worker, as a `ChildProcess` would: with its
 * debugging pipe as the streams 3 and 4, or with what it prints as its error output.
 */
export class BrowserProcess extends EventEmitter {
  exitCode = null;
  signalCode = null;
  killed = false;
  connected = false;
  stdin = null;
  stdout = new PassThrough();
  pid = FIRST_PID + started++;

  /** @param {string} command @param {string[]} args */
  constructor(command, args) {
    super();
    this.spawnfile = command;
    this.spawnargs = [command, ...args];
    const piped = args.includes('--remote-debugging-pipe');
    this.connection = connectionFor(args, (reason) => this.#fail(reason));
    this.connection.on('error', () => {}).on('close', () => this.#end());
    this.stderr = new PassThrough();
    this.stdio = [this.stdin, this.stdout, this.stderr];
    if (piped) this.stdio.push(this.connection, this.connection);
    else this.#listenTo(args);
    running.set(this.pid, this);
    process.nextTick(() => this.emit('spawn'));
  }

  kill(signal = 'SIGTERM') {
    if (signal === 0 || signal === '0') return this.exitCode === null && !this.killed;
    this.killed = true;
    this.signalCode = typeof signal === 'string' ? signal : 'SIGKILL';
    this.connection.destroy();
    return true;
  }

  ref() {
    this.connection.ref();
  }

  unref() {
    this.connection.unref();
  }

  #listenTo(args) {
    noteListening(args.join('\n'));
    this.connection.on('data', (data) => {
      noteListening(data.toString('latin1'));
      this.stderr.write(data);
    });
  }

  #fail(reason) {
    this.exitCode = 1;
    this.stderr.write(`The browser cannot be started: ${reason}\n`);
    this.connection.destroy();
  }

  #end() {
    running.delete(this.pid);
    if (!this.signalCode) this.exitCode ??= 0;
    this.stdout.end();
    this.stderr.end();
    this.emit('exit', this.exitCode, this.signalCode);
    process.nextTick(() => this.emit('close', this.exitCode, this.signalCode));
  }
}

function connectionFor(args, fail) {
  const connection = new Socket();
  connection.connecting = true; // what is written meanwhile waits
  const headers = { 'x-arguments': Buffer.from(JSON.stringify(args)).toString('base64') };
  connectThroughDoor(connection, 'launch:0', fail, { path: SOCKET, headers });
  return connection;
}
