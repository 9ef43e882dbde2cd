import net from 'node:net';

const HEAD_END = '\r\n\r\n';
const OPEN = /^HTTP\/1\.1 200 /;
const REASON = /^x-egress-reason: (.*)$/im;
const MOST_HEAD = 8192;

// Kept from before any plugin runs.
const { connect } = net.Socket.prototype;
const { Socket } = net;

/**
 * Asks whoever listens on a Unix socket for a connection.
 * @param {string} path of the socket
 * @param {string} target `host:port`
 * @param {object} answer
 * @param {(way: net.Socket, early: Buffer) => void} answer.open gets it, and what came already
 * @param {(reason: string) => void} answer.refuse is told why there is none
 * @param {Record<string, string>} [answer.headers] sent along
 * @returns {net.Socket}
 */
export function askForWay(path, target, { open, refuse, headers = {} }) {
  const way = new Socket();
  const lines = Object.entries({ host: target, ...headers }).map(([name, value]) => `${name}: ${value}`);
  way.on('error', (error) => refuse(`${path} cannot be reached: ${error.code}`));
  way.on('end', () => refuse(`${path} closed the connection`));
  way.once('connect', () => way.write([`CONNECT ${target} HTTP/1.1`, ...lines].join('\r\n') + HEAD_END));
  let head = '';
  way.on('data', (data) => {
    head += data.toString('latin1');
    const end = head.indexOf(HEAD_END);
    if (end < 0 && head.length < MOST_HEAD) return;
    way.removeAllListeners();
    if (OPEN.test(head)) return open(way, Buffer.from(head.slice(end + HEAD_END.length), 'latin1'));
    way.destroy();
    refuse(REASON.exec(head)?.[1] ?? 'refused without a reason');
  });
  connect.call(way, { path });
  return way;
}
