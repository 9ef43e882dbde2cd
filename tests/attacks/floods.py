"""Attacks that drown their host, or use up what is scarce."""

from tests.attacks.attack import attacks

_ENDLESS = attacks(
    "floods",
    {
        "print without end": "for (;;) process.stdout.write('x'.repeat(65536));",
        "complain without end": "for (;;) process.stderr.write('x'.repeat(65536));",
        "print one line without end": "for (;;) fs.writeSync(1, 'x'.repeat(65536));",
        "print empty lines": "for (;;) fs.writeSync(1, '\\n'.repeat(65536));",
        "log without end": "for (;;) { console.log('x'.repeat(1000)); await null; }",
        "log through the runtime": """
            for (;;) { runtime.logger.warn('x'.repeat(10000)); await sleep(0); }""",
        "send frames without end": """
            const [channel] = sockets();
            for (;;) fs.writeSync(channel, frame('{}'));""",
        "send empty frames": """
            const [channel] = sockets();
            for (;;) fs.writeSync(channel, Buffer.alloc(65536));""",
        "send one message without end": """
            const [channel] = sockets();
            const piece = frame('"' + 'x'.repeat(2 ** 19), 0x80000000);
            for (;;) fs.writeSync(channel, piece);""",
        "answer in pieces without end": """
            return (async function* () { for (;;) yield {}; })();""",
    },
    seconds=4,
)

_SCARCE = attacks(
    "floods",
    {
        "start threads without end": """
            const started = [];
            for (let n = 0; n < 200; n++) {
              const worker = new Worker('setInterval(() => {}, 1e6)', { eval: true });
              started.push(new Promise((resolve, reject) => {
                worker.on('online', resolve).on('error', reject);
              }));
            }
            await Promise.all(started);
            return 'two hundred threads';""",
        "open files without end": """
            for (let n = 0; n < 5000; n++) fs.openSync('/plugin/index.mjs');
            return 'five thousand files';""",
        "make files without end": """
            for (let n = 0; n < 3e5; n++) fs.writeFileSync(`/scratch/${n}`, '');
            return 'three hundred thousand files';""",
        "make timers without end": """
            for (;;) setInterval(() => {}, 1);""",
        "throw without end": """
            process.on('uncaughtException', () => {});
            setInterval(() => { throw new Error('x'.repeat(1e6)); }, 0);
            return new Promise(() => {});""",
        "reject without end": """
            for (;;) { Promise.reject(new Error('x')); await sleep(0); }""",
    },
    seconds=6,
)

ATTACKS = (*_ENDLESS, *_SCARCE)
