"""Attacks that take more memory than the worker was given."""

from tests.attacks.attack import attacks

_MEMORY = attacks(
    "memory",
    {
        "fill buffers": """
            const held = [];
            for (let n = 1; n < 80; n++) held.push(Buffer.alloc(2 ** 23, n));
            return held.length;""",
        "fill the heap": """
            const held = [];
            for (let n = 0; n < 4e6; n++) held.push(new Array(100).fill(n));
            return held.length;""",
        "fill one long string": """
            const texts = [];
            for (let n = 0; n < 2000; n++) texts.push(String(n).padEnd(2 ** 21, '€') + n);
            return texts.map((text) => text.charCodeAt(9)).length;""",
        "grow a WebAssembly memory": """
            const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
            for (let n = 0; n < 16; n++) { memory.grow(512); new Uint8Array(memory.buffer).fill(1); }
            return memory.buffer.byteLength;""",
        "fill shared memory": """
            const held = [];
            for (let n = 0; n < 16; n++) held.push(new Uint8Array(new SharedArrayBuffer(2 ** 25)).fill(1));
            return held.length;""",
        "fill the heaps of threads": """
            const limits = { resourceLimits: { maxOldGenerationSizeMb: 4096 } };
            const fill = `
              const held = [];
              for (let n = 0; n < 30; n++) held.push(Buffer.alloc(2 ** 22, 1));
              return held.length;`;
            const loot = await Promise.all(Array.from({ length: 8 }, () => thread(fill, limits)));
            return loot.every(Boolean) && loot;""",
        "raise its own heap": """
            v8.setFlagsFromString('--max-old-space-size=65536');
            v8.setHeapSnapshotNearHeapLimit?.(0);
            const held = [];
            for (let n = 0; n < 4e6; n++) held.push(new Array(100).fill(n));
            return held.length;""",
        "return more than a result may be": "return 'x'.repeat(2 ** 29 - 100);",
        "return a huge buffer": "return Buffer.alloc(2 ** 30);",
        "return an endless object": """
            return new Proxy({}, {
              ownKeys: () => Array.from({ length: 1e6 }, (_, n) => `k${n}`),
              getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
              get: (target, key) => 'x'.repeat(1e5) + String(key),
            });""",
        "stream without end": """
            return (async function* () { for (;;) yield 'x'.repeat(1e5); })();""",
        "inflate a small archive": """
            const { brotliDecompressSync, brotliCompressSync } = await import('node:zlib');
            const bomb = brotliCompressSync(Buffer.alloc(2 ** 28));
            const held = [];
            for (let n = 0; n < 3; n++) held.push(brotliDecompressSync(bomb, { maxOutputLength: 2 ** 30 }));
            return held.length;""",
        "write a text that grows when it is read": """
            const held = [];
            for (let n = 0; n < 200; n++) held.push(JSON.parse(`[${'{},'.repeat(2e5)}{}]`));
            return held.length;""",
    },
    seconds=20,
)  # fmt: skip

_SCRATCH = attacks(
    "scratch",
    {
        "fill the scratch folder past its size": """
            let bytes = 0;
            try {
              for (let n = 0; n < 64; n++) {
                fs.writeFileSync(`/scratch/f${n}`, Buffer.alloc(2 ** 22, 1));
                bytes += 2 ** 22;
              }
            } catch {}
            return bytes > 2 ** 26 && bytes;""",
        "fill the scratch folder and the memory together": """
            for (let n = 0; n < 15; n++) fs.writeFileSync(`/scratch/f${n}`, Buffer.alloc(2 ** 22, 1));
            const held = [];
            for (let n = 0; n < 35; n++) held.push(Buffer.alloc(2 ** 22, 1));
            return held.length;""",
        "fill the scratch folder": """
            for (let n = 0; n < 512; n++) fs.writeFileSync(`/scratch/f${n}`, Buffer.alloc(2 ** 22, 1));
            return 'filled';""",
        "make one file as large as the disk": """
            const fd = fs.openSync('/scratch/large', 'w');
            for (let n = 0; n < 512; n++) fs.writeSync(fd, Buffer.alloc(2 ** 22, 1));
            return 'filled';""",
    },
    seconds=20,
)

ATTACKS = (*_MEMORY, *_SCRATCH)
