"""Attacks on the host's files, and on those that other workers share."""

from tests.attacks.attack import attacks

_READING = attacks(
    "files",
    {
        "read the password file": "return fs.readFileSync('/etc/passwd', 'utf8');",
        "read the shadow file": "return fs.readFileSync('/etc/shadow', 'utf8');",
        "read the host's name file": "return fs.readFileSync('/etc/hostname', 'utf8');",
        "read a file by its path": "return fs.readFileSync(bait.file, 'utf8');",
        "read a file by a path that climbs": """
            return fs.readFileSync('/plugin/../scratch/..' + bait.file, 'utf8');""",
        "read a file through a symbolic link": """
            fs.symlinkSync(bait.file, '/scratch/link');
            return fs.readFileSync('/scratch/link', 'utf8');""",
        "read a file through a linked folder": """
            fs.symlinkSync(bait.folder, '/scratch/folder');
            return fs.readFileSync('/scratch/folder/secret.json', 'utf8');""",
        "read a file from a thread": "return thread(`return fs.readFileSync(bait.file, 'utf8')`);",
        "read a file from a thread without rules": """
            return thread(`return fs.readFileSync(bait.file, 'utf8')`, { execArgv: [] });""",
        "write a file from a thread without rules": """
            return thread(`fs.appendFileSync(bait.file, 'x'); return 'changed'`, { execArgv: [] });""",
        "read a file as a stream": """
            let text = '';
            for await (const piece of fs.createReadStream(bait.file)) text += piece;
            return text;""",
        "read a file by its URL": "return fs.readFileSync(new URL(`file://${bait.file}`), 'utf8');",
        "read a file as a buffer path": "return String(fs.readFileSync(Buffer.from(bait.file)));",
        "read a file as a blob": "return (await fs.openAsBlob(bait.file)).text();",
        "require a file": "return require(bait.file).token;",
        "import a file": """
            return (await import(bait.file, { with: { type: 'json' } })).default.token;""",
        "read a file by the flag of an old binding": """
            const { open, read } = process.binding('fs');
            return open(bait.file, 0, 0o666) > 0;""",
        "read a file through WASI": """
            const { WASI } = await import('node:wasi');
            const wasi = new WASI({ version: 'preview1', preopens: { '/': bait.folder } });
            const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
              5, 3, 1, 0, 1, 7, 19, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 6, 95, 115, 116, 97,
              114, 116, 0, 0, 10, 4, 1, 2, 0, 11]);
            wasi.start((await WebAssembly.instantiate(wasm, wasi.getImportObject())).instance);
            return 'a WASI program has the folder';""",
        "open a database of the host": """
            const { DatabaseSync } = await import('node:sqlite');
            const database = new DatabaseSync(`${bait.folder}/stolen.db`);
            database.exec('CREATE TABLE t (x)');
            return 'a database of the host';""",
        "copy a file": """
            fs.copyFileSync(bait.file, '/scratch/copy');
            return fs.readFileSync('/scratch/copy', 'utf8');""",
        "link a file": """
            fs.linkSync(bait.file, '/scratch/hard');
            return fs.readFileSync('/scratch/hard', 'utf8');""",
        "list a folder": "return fs.readdirSync(bait.folder);",
        "find out whether a file exists": "return fs.existsSync(bait.file);",
        "watch a folder": """
            const watcher = fs.watch(bait.folder);
            watcher.close();
            return 'watched';""",
        "go to a folder": "process.chdir(bait.folder); return fs.readFileSync('secret.json', 'utf8');",
        "list the home folders": "return fs.readdirSync('/root');",
        "list the system's run-time files": "return fs.readdirSync('/run');",
        "list the kernel's objects": "return fs.readdirSync('/sys/class');",
        "see the devices": """
            return fs.readdirSync('/dev').filter((name) => !['null', 'urandom'].includes(name));""",
        "read memory that processes share": "return fs.readFileSync(bait.sharedMemory, 'utf8');",
        "read the host's temporary files": """
            return fs.readdirSync('/tmp').filter((name) => !name.startsWith('.')).length;""",
        "see what programs there are": "return fs.readdirSync('/usr/bin');",
        "read the worker's memory": """
            return fs.readFileSync('/proc/self/maps', 'utf8');""",
        "read another process's memory map": "return fs.readFileSync(`/proc/${bait.pid}/maps`);",
        "read a file through the root of the first process": """
            return fs.readFileSync(`/proc/1/root${bait.file}`, 'utf8');""",
        "read a file through the worker's own root": """
            return fs.readFileSync(`/proc/self/root${bait.file}`, 'utf8');""",
        "read what is mounted": "return fs.readFileSync('/proc/self/mountinfo', 'utf8');",
        "read the kernel's command line": "return fs.readFileSync('/proc/cmdline', 'utf8');",
    },
)  # fmt: skip

_WRITING = attacks(
    "files",
    {
        "write into a folder": "fs.writeFileSync(`${bait.folder}/new`, 'x'); return 'written';",
        "change a file": "fs.appendFileSync(bait.file, 'x'); return 'changed';",
        "remove a file": "fs.rmSync(bait.file); return 'removed';",
        "rename a file": "fs.renameSync(bait.file, `${bait.folder}/renamed`); return 'renamed';",
        "empty a file": "fs.truncateSync(bait.file); return 'emptied';",
        "change who may read a file": "fs.chmodSync(bait.file, 0o666); return 'changed';",
        "set a file's times": "fs.utimesSync(bait.file, 1, 1); return 'changed';",
        "leave a link": "fs.symlinkSync('/', `${bait.folder}/link`); return 'linked';",
        "move a folder out": "fs.renameSync(bait.folder, '/scratch/all'); return 'moved';",
        "leave a report": """
            process.report.writeReport(`${bait.folder}/report.json`);
            return fs.existsSync(`${bait.folder}/report.json`);""",
        "leave a heap snapshot": """
            return v8.writeHeapSnapshot(`${bait.folder}/heap`);""",
        "leave code for the next worker of the plugin": """
            fs.appendFileSync('/plugin/index.mjs', ' ');
            return 'the plugin is changed';""",
        "leave a file beside the plugin": "fs.writeFileSync('/plugin/new.mjs', ''); return 'left';",
        "replace the plugin": """
            fs.renameSync('/plugin/index.mjs', '/plugin/old.mjs');
            return 'renamed';""",
        "change the worker's own code": """
            fs.appendFileSync('/worker/worker.mjs', ' ');
            return 'every worker is changed';""",
        "poison the cache of compiled code": """
            for (const name of fs.readdirSync('/worker')) {
              const file = `/worker/${name}`;
              if (fs.statSync(file).isDirectory()) {
                fs.writeFileSync(`${file}/poison`, '');
                return file;
              }
            }""",
        "write into the root": "fs.writeFileSync('/new', ''); return 'written';",
        "make a folder in the root": "fs.mkdirSync('/folder'); return 'made';",
        "write to the kernel": """
            const setting = '/proc/sys/kernel/core_pattern';
            fs.writeFileSync(setting, fs.readFileSync(setting));  // that it can is enough
            return 'written';""",
        "leave the control group": """
            fs.writeFileSync('/sys/fs/cgroup/cgroup.procs', '0');
            return 'left';""",
        "write to a device": "fs.writeFileSync('/dev/kmsg', 'x'); return 'written';",
    },
)

ATTACKS = (*_READING, *_WRITING)
