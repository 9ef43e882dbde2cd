import net from 'node:net';
import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
import { SOCKET as BROWSER } from '../browser/browser_process.mjs';
import { isListening } from '../browser/listening.mjs';
import { connectThroughDoor } from './door.mjs';
import { replaceLookups } from './lookup.mjs';
import { nameOf } from './names.mjs';

/** A plugin that retries for ever must not spin, so a refusal takes a while. In milliseconds. */
const REFUSAL_DELAY = 250;
const NOT_GRANTED = 'network.external is not granted to this instance';

/**
 * Sends every connection that a plugin opens through the worker's door. It only shows the way:
 * whoever gets around it finds no other network.
 * @param {(detail: string) => void} report is told of what was refused without asking the gateway
 */
export function routeNetwork(report) {
  const open = Boolean(process.env.NODE_EXTRA_CA_CERTS);
  const normalise = net._normalizeArgs;
  net.Socket.prototype.connect = function connect(...args) {
    const [options, callback] = Array.isArray(args[0]) ? args[0] : normalise(args);
    if (callback) this.once('connect', callback);
    begin(this, options);
    const target = targetOf(options);
    const refuse = (reason) => setTimeout(() => this.destroy(denied(target, reason)), REFUSAL_DELAY);
    if (isListening(options.host ?? 'localhost', options.port)) {
      connectThroughDoor(this, `devtools:${options.port}`, refuse, { path: BROWSER });
    } else if (open && options.port) {
      connectThroughDoor(this, target, refuse);
    } else {
      const reason = open ? 'only TCP connections go through the gateway' : NOT_GRANTED;
      report(`${target}: ${reason}`);
      refuse(reason);
    }
    return this;
  };
  replaceLookups();
  os.networkInterfaces = () => ({});
  syncBuiltinESMExports();
}

/** What Node's own connect does before it has a connection. */
function begin(socket, { host, timeout }) {
  socket.connecting = true;
  socket._host = host ? nameOf(host) : null;
  if (timeout) socket.setTimeout(timeout);
  if (socket._handle && !socket.encrypted) {
    socket._handle.close();
    socket._handle = null;
  }
}

function targetOf({ path, host = 'localhost', port }) {
  if (!port) return String(path);
  const name = nameOf(host);
  return net.isIPv6(name) ? `[${name}]:${port}` : `${name}:${port}`;
}

function denied(target, reason) {
  const error = new Error(`EEGRESSDENIED: ${target}: ${reason}`);
  return Object.assign(error, { code: 'EEGRESSDENIED', syscall: 'connect', target });
}
