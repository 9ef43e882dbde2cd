import net from 'node:net';
import { askForWay } from '../worker/network/way.mjs';

/*
 * SOCKS 5 (RFC 1928), as far as Chromium speaks it: no authentication, CONNECT alone. Names come
 * unresolved, and each connection is one through the gateway's door.
 */
const DOOR = '/egress/socket';
const VERSION = 5;
const CONNECT = 1;
const [BY_V4, BY_NAME, BY_V6] = [1, 3, 4];
const [DONE, NOT_ALLOWED] = [0, 2];

/** Listens on the loopback of this namespace. @returns {Promise<number>} the port */
export async function startProxy() {
  const server = net.createServer(serve);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

async function serve(client) {
  client.on('error', () => {});
  try {
    const [, methods] = await take(client, 2);
    await take(client, methods);
    client.write(Buffer.from([VERSION, 0]));
    const [, command, , kind] = await take(client, 4);
    const host = await readHost(client, kind);
    const port = (await take(client, 2)).readUInt16BE();
    if (command === CONNECT) connectThrough(client, `${host}:${port}`);
    else client.destroy();
  } catch {
    client.destroy();
  }
}

async function readHost(client, kind) {
  if (kind === BY_V4) return [...(await take(client, 4))].join('.');
  if (kind === BY_NAME) return (await take(client, (await take(client, 1))[0])).toString('latin1');
  if (kind !== BY_V6) throw new Error(`There are no addresses of kind ${kind}`);
  const bytes = await take(client, 16);
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
  return `[${groups.join(':')}]`;
}

function connectThrough(client, target) {
  const way = askForWay(DOOR, target, {
    open: (found) => {
      found.on('error', () => client.destroy());
      client.on('close', () => found.destroy());
      client.write(reply(DONE));
      client.pipe(found).pipe(client);
    },
    refuse: () => client.end(reply(NOT_ALLOWED)),
  });
  client.on('close', () => way.destroy());
}

const reply = (status) => Buffer.from([VERSION, status, 0, BY_V4, 0, 0, 0, 0, 0, 0]);

/** Takes exactly so many bytes. */
async function take(client, count) {
  if (count === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes = client.read(count);
    if (bytes?.length === count) return bytes;
    await new Promise((resolve, reject) => {
      client.once('readable', resolve).once('close', reject);
    });
  }
}
