"""Attacks that send more than was granted: requests, bytes, connections, news."""

from tests.attacks.attack import attacks

_RAW = "{ secure: true, name: 'api.example.com', wait: 1500, say: "


def _called(times: int, target: str) -> str:
    """Ask for a connection again and again, and hang up each time."""
    return f"""
        return thread(`
          const net = require('node:net');
          for (let n = 0; n < {times}; n++) {{
            await new Promise((resolve) => {{
              const way = net.connect('/egress/socket', () =>
                way.write('CONNECT {target} HTTP/1.1\\\\r\\\\nhost: x\\\\r\\\\n\\\\r\\\\n'));
              way.on('data', () => way.destroy()).on('error', resolve).on('close', resolve);
            }});
          }}`);"""


ATTACKS = attacks(
    "network floods",
    {
        "request without end": """
            const asked = Array.from({ length: 30 }, (_, n) => fetch(`https://api.example.com/${n}`));
            return (await Promise.all(asked)).every(({ ok }) => ok);""",
        "request one after the other": """
            for (let n = 0; n < 15; n++) await fetch(`http://plain.example.com/${n}`);""",
        "request of many hosts": """
            for (let n = 0; n < 15; n++) {
              const host = ['http://plain', 'https://other'][n % 2];
              await fetch(`${host}.example.com/${n}`);
            }""",
        "request in one breath": f"""
            const say = GET('api.example.com').repeat(30);
            await knock('api.example.com:443', {_RAW} say }});""",
        "request in one breath, plainly": "await plainly(GET('plain.example.com').repeat(30));",
        "request in many connections": """
            await Promise.allSettled(Array.from({ length: 12 }, () =>
              knock('plain.example.com:80', { say: GET('plain.example.com') })));""",
        "request what is refused, too": """
            const bad = GET('evil.example.com');
            const good = GET('plain.example.com');
            for (let n = 0; n < 3; n++) await plainly(bad);
            await plainly(good.repeat(30));""",
        "fetch more than granted": """
            const answer = await fetch('https://api.example.com/stream/12');
            return (await answer.arrayBuffer()).byteLength > 10.3e6;""",
        "fetch more than granted, bit by bit": """
            let bytes = 0;
            for (let n = 0; n < 4; n++) {
              const answer = await fetch('http://plain.example.com/stream/3');
              bytes += (await answer.arrayBuffer()).byteLength;
            }
            return bytes > 10.3e6;""",
        "fetch more than granted, at once": """
            const sizes = await Promise.all(Array.from({ length: 4 }, async () =>
              (await (await fetch('http://plain.example.com/stream/3')).arrayBuffer()).byteLength));
            return sizes.reduce((sum, size) => sum + size) > 10.3e6;""",
        "send more than granted": """
            const body = 'x'.repeat(12e6);
            await fetch('https://api.example.com/', { method: 'POST', body });""",
        "send more than granted in chunks": """
            const body = new ReadableStream({
              pull(out) { out.enqueue(new Uint8Array(1e6)); if (++this.n > 13) out.close(); }, n: 0,
            });
            await fetch('http://plain.example.com/', { method: 'POST', body, duplex: 'half' });""",
        "send more than granted behind a switch of protocols": r"""
            const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
            const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', key];
            const say = GET('plain.example.com', '/upgrade', ...upgrade) + 'x'.repeat(12e6) + '\r\n\r\n';
            await knock('plain.example.com:80', { say, wait: 2000 });""",
        "open connections without end": """
            await Promise.allSettled(Array.from({ length: 140 }, () =>
              new Promise((resolve) => {
                const socket = net.connect(80, 'plain.example.com');
                socket.on('error', resolve);
                setTimeout(resolve, 2500);
              })));""",
        "fill the log with refusals": _called(200, "evil.example.com:' + (n + 1) + '"),
        "connect and say nothing": _called(200, "plain.example.com:80"),
        "look up name after name": _called(200, "x' + n + '.rebind.example.com:80"),
        "send a header without end": r"""
            const say = `GET / HTTP/1.1\r\nHost: plain.example.com\r\nX: ${'x'.repeat(12e6)}\r\n\r\n`;
            await knock('plain.example.com:80', { say, wait: 1500 });""",
    },
    seconds=8,
    network=True,
)  # fmt: skip
