"""Attacks on the channel between a worker and its host."""

from tests.attacks.attack import attacks

_HANG = "await new Promise(() => {});"


def _sent(bytes_: str) -> str:
    return f"fs.writeSync(sockets()[0], {bytes_}); {_HANG}"


_FORGED = {
    "guess an id": _sent("frame(JSON.stringify({ id: 'guess', type: 'result', value: 1 }))"),
    "leave the id out": _sent("frame(JSON.stringify({ type: 'log', text: 'x' }))"),
    "send an id that is an object": _sent('frame(\'{"id": {}, "type": "result"}\')'),
    "send an id that is null": _sent('frame(\'{"id": null, "type": "result"}\')'),
    "send an array": _sent("frame('[1]')"),
    "send a number": _sent("frame('1')"),
    "send what is not JSON": _sent("frame('no json')"),
    "send bytes that are not text": _sent("frame(Buffer.from([0xff, 0xfe, 0x00]))"),
    "send half a surrogate": _sent("frame('\"\\\\ud800\"')"),
    "send a number that no computer holds": _sent("frame('{\"id\": ' + '9'.repeat(9999) + '}')"),
    "nest a message deeply": _sent("frame('['.repeat(500000))"),
    "nest objects deeply": _sent("frame('{\"a\":'.repeat(100000))"),
    "announce a frame that is too long": _sent("Buffer.from([0x7f, 0xff, 0xff, 0xff])"),
    "announce a frame and stop": _sent("Buffer.from([0, 0, 1, 0, 1])"),
    "send half a header": _sent("Buffer.from([0, 0])"),
    "close the channel": f"fs.closeSync(sockets()[0]); {_HANG}",
    "fill the channel": """
        const [channel] = sockets();
        const text = frame(JSON.stringify({ id: 'x', type: 'log', text: 'x'.repeat(1e6) }));
        for (let n = 0; n < 64; n++) fs.writeSync(channel, text);
        await new Promise(() => {});""",
    "read what the host sends": """
        const [channel] = sockets();
        const bytes = Buffer.alloc(65536);
        for (;;) { try { fs.readSync(channel, bytes); } catch { await sleep(10); } }""",
    "send a key of Python's own": _sent(
        'frame(\'{"id": "x", "type": "result", "__class__": {"__init__": 1}}\')'
    ),
}

_LATE = {
    "send a frame after the answer": """
        const [channel] = sockets();
        setTimeout(() => fs.writeSync(channel, frame('{"id": "late", "type": "result"}')), 20);
        return null;""",
    "send bytes while stopped": """
        const [channel] = sockets();
        void thread(`
          const end = Date.now() + 400;
          while (Date.now() < end) { try { fs.writeSync(${channel}, 'x'); } catch {} }`).catch(() => {});
        return null;""",
    "answer the call that comes next": """
        const send = (id) => fs.writeSync(sockets()[0],
          frame(JSON.stringify({ id, type: 'result', value: 'forged' })));
        setTimeout(() => { for (let n = 0; n < 100; n++) send(String(n).padStart(32, '0')); }, 10);
        return null;""",
}

ATTACKS = (
    *attacks("frames", _FORGED, seconds=2),
    *attacks("frames", _LATE, seconds=2, aftermath=0.6),
)
