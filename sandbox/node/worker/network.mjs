import dns from 'node:dns';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';

/** A plugin that retries for ever must not spin, so a refusal takes a while. In milliseconds. */
const REFUSAL_DELAY = 250;

/** Makes every attempt to reach the network fail after a short delay, saying that there is none. */
export function refuseNetwork() {
  net.Socket.prototype.connect = function connect(...args) {
    const error = unreachable('connect', 'ENETUNREACH', targetOf(args));
    this.connecting = true;
    setTimeout(() => this.destroy(error), REFUSAL_DELAY);
    return this;
  };
  dns.lookup = (host, ...args) => {
    setTimeout(args.at(-1), REFUSAL_DELAY, unreachable('getaddrinfo', 'ENOTFOUND', host));
  };
  dns.promises.lookup = async (host) => {
    await new Promise((resolve) => setTimeout(resolve, REFUSAL_DELAY));
    throw unreachable('getaddrinfo', 'ENOTFOUND', host);
  };
  syncBuiltinESMExports();
}

function unreachable(syscall, code, target) {
  const error = new Error(`${syscall} ${code} ${target}: this worker has no network`);
  return Object.assign(error, { code, syscall });
}

function targetOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (first !== null && typeof first === 'object') {
    return first.path ?? `${first.host ?? 'localhost'}:${first.port}`;
  }
  return typeof second === 'string' ? `${second}:${first}` : `localhost:${first}`;
}
