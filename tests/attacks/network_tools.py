"""What hostile plugins use on the network; it goes into those that were granted it."""

NETWORK_TOOLS = r"""
import { createHash } from 'node:crypto';

const sha = (text) => createHash('sha256').update(text).digest('hex');

/** Whether a text has the real value of a secret in it that its host alone may have. */
const holds = (text) => bait.secrets.some(({ length, hash }) =>
  Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => at)
    .some((at) => sha(text.slice(at, at + length)) === hash));

/** Speaks at the gateway's socket, every byte as wanted; false where it was refused. */
const knock = (target, options = {}) => thread(`return (${speak})(${JSON.stringify({
  preface: `CONNECT ${target} HTTP/1.1\r\nhost: x\r\n\r\n`, say: '', wait: 300, ...options,
})})`);

function speak({ preface, say, secure, name, wait }) {
  const connectTls = require('node:tls').connect;
  const way = require('node:net').connect('/egress/socket');
  return new Promise((resolve, reject) => {
    let head = '';
    let text = '';
    const end = () => resolve(/^x-egress-reason:/im.test(text) ? false : text);
    const hear = (socket) => {
      socket.on('data', (data) => { text += data.toString('latin1'); });
      socket.on('error', end).on('close', end).write(say, 'latin1');
      setTimeout(end, wait);
    };
    const meet = (data) => {
      head += data.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      way.removeListener('data', meet).removeAllListeners('close');
      if (!head.startsWith('HTTP/1.1 200')) return reject(new Error(head));
      if (!secure) return hear(way);
      const options = { socket: way, servername: name, rejectUnauthorized: false };
      const socket = connectTls(options, () => hear(socket)).on('error', reject);
    };
    way.on('error', reject).on('close', () => reject(new Error('closed'))).on('data', meet);
    way.on('connect', () => way.write(preface, 'latin1'));
  });
}

const GET = (host, path = '/', ...headers) =>
  [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n');
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: plain.example.com\r\n\r\n';

/** Requests of this kind by plain HTTP, at a host that was allowed. */
const plainly = async (say) => {
  await knock('plain.example.com:80', { say });
};

/** What a host says that is asked by TLS with the placeholder of its secret. */
const echo = async (runtime, path, read = (text) => text, options = {}) => {
  const headers = { 'x-key': runtime.getSetting('API_KEY'), ...options.headers };
  const answer = await fetch(`https://api.example.com${path}`, { ...options, headers });
  const around = [...answer.headers].flat().join('\n') + answer.statusText;
  return holds(read(await answer.text())) || holds(read(around));
};
/** The same, every byte of the answer. */
const echoRaw = async (runtime, path, read = (text) => text, ...headers) => {
  const key = `x-key: ${runtime.getSetting('API_KEY')}`;
  const say = GET('api.example.com', path, key, ...headers);
  const options = { say, secure: true, name: 'api.example.com' };
  return holds(read(String(await knock('api.example.com:443', options))));
};
"""
