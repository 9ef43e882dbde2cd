import http from 'node:http';
import net from 'node:net';
import { launch } from './launch.mjs';
import { startProxy } from './proxy.mjs';

/*
 * Keeps the browser of one worker, inside the browser's own isolation: `CONNECT launch:0` starts
 * Chromium with the arguments of the header, `CONNECT devtools:PORT` connects to one that listens.
 */
const MOST_HEAD = 1 << 18;
const ARGUMENTS = 'x-arguments';

const [program, fd] = process.argv.slice(2);
const proxy = await startProxy();
const server = http.createServer({ maxHeaderSize: MOST_HEAD });
let running = 0;

server.on('connect', ({ url, headers }, connection) => {
  connection.on('error', () => {}).on('close', endWhenIdle);
  const { hostname, port } = new URL(`http://${url}`);
  if (hostname === 'launch') start(connection, headers[ARGUMENTS]);
  else attach(connection, Number(port));
});
server.listen({ fd: Number(fd) });

function start(connection, text) {
  const asked = JSON.parse(Buffer.from(text, 'base64').toString());
  running++;
  connection.write('HTTP/1.1 200 OK\r\n\r\n');
  launch(program, asked, proxy, connection).then(() => {
    running--;
    endWhenIdle();
  });
}

function attach(connection, port) {
  const browser = net.connect(port, '127.0.0.1');
  browser.on('connect', () => {
    connection.write('HTTP/1.1 200 OK\r\n\r\n');
    connection.pipe(browser).pipe(connection);
  });
  browser.on('error', () => connection.destroy());
  connection.on('close', () => browser.destroy());
}

/** Whoever connects next finds a new keeper. */
function endWhenIdle() {
  server.getConnections((_, count) => {
    if (running === 0 && count === 0) process.exit(0);
  });
}
