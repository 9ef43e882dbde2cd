import net from 'node:net';
import { askForWay } from './way.mjs';

const SOCKET = '/egress/socket';

// Kept from before any plugin runs.
const reinitialise = Object.getOwnPropertySymbols(net.Socket.prototype).find(
  (symbol) => symbol.description === 'kReinitializeHandle',
);

/**
 * Asks for a connection and gives its handle to a socket that wants to connect.
 * @param {net.Socket} socket
 * @param {string} target `host:port`
 * @param {(reason: string) => void} refuse is told why there is none
 * @param {{path?: string, headers?: Record<string, string>}} [door] other than the gateway's
 */
export function connectThroughDoor(socket, target, refuse, { path = SOCKET, headers } = {}) {
  const drop = () => way.destroy();
  const open = (found, early) => {
    socket.removeListener('close', drop);
    if (socket.destroyed) found.destroy();
    else adopt(socket, found, early);
  };
  const way = askForWay(path, target, { open, refuse, headers });
  socket.once('close', drop);
}

/** The socket goes on with the handle of the way that was opened for it. */
function adopt(socket, way, early) {
  const handle = way._handle;
  handle.readStop();
  handle.reading = false;
  way._handle = null;
  way.destroy();
  socket[reinitialise](handle);
  socket.connecting = false;
  socket._unrefTimer();
  socket.emit('connect');
  socket.emit('ready');
  if (early.length > 0) socket.push(early);
  if (!socket.isPaused()) socket.read(0);
}
