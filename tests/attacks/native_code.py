"""Attacks that run machine code, or turn Node's own machinery against the worker."""

from tests.attacks.attack import attacks

_LOADING = attacks(
    "native code",
    {
        "load a library as an add-on": """
            process.dlopen({ exports: {} }, '/node');
            return 'loaded';""",
        "load a library in a thread": """
            return thread(`process.dlopen({ exports: {} }, '/node'); return 'loaded'`);""",
        "load a library in a thread without rules": """
            return thread(`process.dlopen({ exports: {} }, '/node'); return 'loaded'`, { execArgv: [] });""",
        "load what it wrote": """
            fs.writeFileSync('/scratch/x.node', fs.readFileSync('/node').subarray(0, 1 << 20));
            return thread(`require('/scratch/x.node'); return 'loaded'`);""",
        "load an extension of SQLite": """
            const { DatabaseSync } = await import('node:sqlite');
            const database = new DatabaseSync(':memory:', { allowExtension: true });
            database.loadExtension('/node');
            return 'loaded';""",
        "start a process by an internal binding": """
            return thread(`
              const { internalBinding } = require('internal/test/binding');
              const { Process } = internalBinding('process_wrap');
              const child = new Process();
              const failed = child.spawn({ file: '/node', args: ['/node', '--version'],
                stdio: [{ type: 'ignore' }, { type: 'ignore' }, { type: 'ignore' }] });
              if (failed) throw new Error(String(failed));
              return child.pid;`, { execArgv: ['--expose-internals'] });""",
        "call V8's own functions": """
            v8.setFlagsFromString('--allow-natives-syntax');
            const run = new Function('return %SystemBreak()');
            run();
            return 'called';""",
        "turn off the sandbox of WebAssembly": """
            v8.setFlagsFromString('--no-wasm-bounds-checks');
            const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3,
              2, 1, 0, 5, 3, 1, 0, 1, 7, 8, 1, 4, 112, 101, 101, 107, 0, 0, 10, 9, 1, 7, 0, 32, 0,
              40, 2, 0, 11]);
            const { instance } = await WebAssembly.instantiate(wasm);
            for (let at = 0x100000; at < 0x7fffffff; at += 0x1000000) instance.exports.peek(at);
            return false;""",
    },
)

_TURNING = attacks(
    "inspector",
    {
        "open the inspector": """
            inspector.open(0, '127.0.0.1');
            return inspector.url();""",
        "open the inspector in a thread": """
            return thread(`
              const inspector = require('node:inspector');
              inspector.open(0, '127.0.0.1');
              return inspector.url();`);""",
        "debug itself by a signal": """
            process.kill(process.pid, 'SIGUSR1');
            await sleep(200);
            return inspector.url();""",
        "reach the module loader through the inspector": """
            const session = new inspector.Session();
            session.connect();
            const expression = `process.mainModule.require('child_process').execSync('id')`;
            return new Promise((resolve, reject) => {
              session.post('Runtime.evaluate', { expression, includeCommandLineAPI: true },
                (error, { result, exceptionDetails }) =>
                  error || exceptionDetails ? reject(error ?? exceptionDetails) : resolve(result));
            });""",
        "drop the permission model": """
            process.permission.has = () => true;
            Object.defineProperty(process, 'permission', { value: undefined });
            return cp.execFileSync('/node', ['--version'], { encoding: 'utf8' });""",
    },
)

ATTACKS = (*_LOADING, *_TURNING)
