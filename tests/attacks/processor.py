"""Attacks that take the processor, or never end."""

from tests.attacks.attack import attacks

_ENDLESS = attacks(
    "processor",
    {
        "loop for ever": "for (;;);",
        "loop in promises": "const again = () => Promise.resolve().then(again); return again();",
        "never answer": "return new Promise(() => {});",
        "block the thread": """
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);""",
        "match a pattern that explodes": "return /^(a+)+$/.test('a'.repeat(64) + '!');",
        "loop in WebAssembly": """
            const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
              7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]);
            (await WebAssembly.instantiate(wasm)).instance.exports.f();""",
        "answer with a promise that never ends": "return { then: () => {} };",
        "ignore signals that ask it to end": """
            for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGXCPU']) process.on(signal, () => {});
            await new Promise(() => {});""",
        "catch every error and go on": """
            process.on('uncaughtException', () => {});
            for (;;) { try { throw 1; } catch { /* go on */ } }""",
        "read what never comes": "fs.readSync(0, Buffer.alloc(1)); for (;;) fs.readSync(sockets()[0], Buffer.alloc(1));",
    },
    seconds=1.5,
)  # fmt: skip

_GREEDY = attacks(
    "processor",
    {
        "loop in many threads": """
            const loops = Array.from({ length: 8 }, () => thread('for (;;);'));
            return Promise.all(loops);""",
        "hash in every thread of the pool": """
            const { pbkdf2 } = await import('node:crypto');
            for (let n = 0; n < 64; n++) pbkdf2('x', 'y', 1e9, 64, 'sha512', () => {});
            return new Promise(() => {});""",
    },
    seconds=3,
)

_LATE = attacks(
    "after the answer",
    {
        "go on in a timer": """
            setTimeout(() => { for (;;); }, 80);
            return null;""",
        "go on in short steps": """
            const spin = () => { const end = Date.now() + 20; while (Date.now() < end); setImmediate(spin); };
            setTimeout(spin, 60);
            return null;""",
        "go on in a thread": "void thread('for (;;);').catch(() => {}); return null;",
        "fill memory after the answer": """
            const held = [];
            setInterval(() => { for (let n = 0; n < 20; n++) held.push(Buffer.alloc(2 ** 23, n + 1)); }, 60);
            return null;""",
        "talk after the answer": """
            setInterval(() => console.log('late'.repeat(1000)), 1);
            return null;""",
    },
    aftermath=0.8,
)  # fmt: skip

ATTACKS = (*_ENDLESS, *_GREEDY, *_LATE)
