"""Attacks that start, signal or become processes."""

from tests.attacks.attack import attacks

_STARTING = attacks(
    "processes",
    {
        "run a shell": "return cp.execSync('id', { encoding: 'utf8' });",
        "run a program": "return cp.execFileSync('/bin/ls', ['/'], { encoding: 'utf8' });",
        "run Node.js": "return cp.execFileSync('/node', ['--version'], { encoding: 'utf8' });",
        "run Node.js from a thread": """
            return thread(`
              const cp = require('node:child_process');
              return cp.execFileSync('/node', ['--version'], { encoding: 'utf8' });`);""",
        "fork itself": """
            return new Promise((resolve, reject) => {
              const child = cp.fork('/plugin/index.mjs');
              child.on('spawn', () => resolve(child.pid)).on('error', reject);
            });""",
        "fork by cluster": """
            const { default: cluster } = await import('node:cluster');
            cluster.setupPrimary({ exec: '/plugin/index.mjs' });
            return new Promise((resolve, reject) => {
              cluster.fork().on('online', () => resolve('forked')).on('error', reject);
            });""",
        "spawn by an internal binding": """
            return thread(`
              const { Process } = process.binding('process_wrap');
              const child = new Process();
              const failed = child.spawn({ file: '/node', args: ['/node', '--version'],
                stdio: [{ type: 'ignore' }, { type: 'ignore' }, { type: 'ignore' }] });
              return failed ? null : child.pid;`);""",
        "spawn and wait by an internal binding": """
            return thread(`
              const { spawn } = process.binding('spawn_sync');
              const { status, error } = spawn({ file: '/node', args: ['/node', '--version'],
                stdio: [{ type: 'ignore' }, { type: 'ignore' }, { type: 'ignore' }] });
              return status === 0;`);""",
        "give a thread rights that its process lacks": """
            const options = { execArgv: ['--allow-child-process', '--allow-addons'] };
            return thread(`
              const cp = require('node:child_process');
              return cp.execFileSync('/node', ['--version'], { encoding: 'utf8' });`, options);""",
        "start a process from a thread without rules": """
            return thread(`
              const cp = require('node:child_process');
              return cp.execFileSync('/node', ['--version'], { encoding: 'utf8' });`, { execArgv: [] });""",
        "give a thread rights by its environment": """
            const env = { ...process.env, NODE_OPTIONS: '--allow-child-process --allow-addons' };
            return thread(`
              const cp = require('node:child_process');
              return cp.execFileSync('/node', ['--version'], { encoding: 'utf8' });`, { env });""",
        "run a program of its own": """
            fs.writeFileSync('/scratch/run', '#!/bin/sh\\necho ran', { mode: 0o755 });
            return cp.execFileSync('/scratch/run', { encoding: 'utf8' });""",
        "outlive its worker": """
            const child = cp.spawn('/node', ['-e', 'setTimeout(() => {}, 60000)'], {
              detached: true, stdio: 'ignore',
            });
            return new Promise((resolve, reject) => {
              child.on('spawn', () => resolve(child.pid)).on('error', reject);
            });""",
    },
)

_BECOMING = attacks(
    "processes",
    {
        "become another program": """
            process.execve('/node', ['/node', '--version'], {});
            return 'became';""",
        "become root": "process.setuid(0); return process.getuid() === 0;",
        "join root's groups": "process.setgroups([0]); return process.getgroups().includes(0);",
        "become root's group": "process.setegid(0); return process.getegid() === 0;",
        "take a higher priority": "os.setPriority(0, -20); return os.getPriority() === -20;",
        "call the kernel as its owner": "return process.getuid() === 0;",
    },
)

_SIGNALLING = attacks(
    "processes",
    {
        "kill a process of the host": "process.kill(bait.pid, 'SIGKILL'); return 'killed';",
        "stop a process of the host": "process.kill(bait.pid, 'SIGTERM'); return 'asked to end';",
        "kill from a thread": "return thread(`process.kill(bait.pid, 'SIGKILL'); return 'killed'`);",
        "see whether a process lives": "return process.kill(bait.pid, 0);",
        "open the inspector of another process": """
            process._debugProcess(bait.pid);
            return 'opened';""",
    },
)

ATTACKS = (*_STARTING, *_BECOMING, *_SIGNALLING)
