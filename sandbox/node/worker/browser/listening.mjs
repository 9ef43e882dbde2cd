const PORTS = [/--remote-debugging-port=(\d+)/, /DevTools listening on ws:\/\/[^/]*:(\d+)\//];
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const ports = new Set();

/** Notes where a browser listens, as its arguments or what it prints tell. @param {string} text */
export function noteListening(text) {
  for (const sign of PORTS) {
    const port = Number(sign.exec(text)?.[1]);
    if (port > 0) ports.add(port);
  }
}

/** Whether a browser of this worker listens there. @param {string} host @param {number} port */
export const isListening = (host, port) => LOOPBACK.has(host) && ports.has(Number(port));
