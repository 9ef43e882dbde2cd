import net from 'node:net';

const SOCKET = '/egress/socket';
const HEAD_END = '\r\n\r\n';
const OPEN = /^HTTP\/1\.1 200 /;
const REASON = /^x-egress-reason: (.*)$/im;
const MOST_HEAD = 8192;

// Kept from before any plugin runs.
const { connect } = net.Socket.prototype;
const { Socket } = net;
const reinitialise = Object.getOwnPropertySymbols(Socket.prototype).find(
  (symbol) => symbol.description === 'kReinitializeHandle',
);

/**
 * Asks the gateway for a connection and gives its handle to a socket that wants to connect.
 * @param {net.Socket} socket
 * @param {string} target `host:port`
 * @param {(reason: string) => void} refuse is told why there is none
 */
export function connectThroughDoor(socket, target, refuse) {
  const way = new Socket();
  const drop = () => way.destroy();
  socket.once('close', drop);
  way.on('error', (error) => refuse(`the egress gateway cannot be reached: ${error.code}`));
  way.once('connect', () => way.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}${HEAD_END}`));
  let head = '';
  way.on('end', () => refuse('the egress gateway closed the connection'));
  way.on('data', (data) => {
    head += data.toString('latin1');
    if (!head.includes(HEAD_END) && head.length < MOST_HEAD) return;
    way.removeAllListeners();
    socket.removeListener('close', drop);
    if (OPEN.test(head) && !socket.destroyed) return adopt(socket, way);
    way.destroy();
    refuse(REASON.exec(head)?.[1] ?? 'the egress gateway refused');
  });
  connect.call(way, { path: SOCKET });
}

/** The socket goes on with the handle of the way that was opened for it. */
function adopt(socket, way) {
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
  if (!socket.isPaused()) socket.read(0);
}
