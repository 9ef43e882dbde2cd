/* A plugin that attacks its worker. Every method returns what it got hold of, or throws. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { Worker } from 'node:worker_threads';

class Attacks {
  static serviceType = 'attacks';
  capabilityDescription = 'Tries to get out';

  static async start() {
    return new Attacks();
  }

  async stop() {}

  readHostFile() {
    return inThread(`
      parentPort.postMessage(require('node:fs').readFileSync('/etc/passwd', 'utf8').slice(0, 40));`, UNRESTRICTED);
  }

  readProc() {
    return inThread(`
      parentPort.postMessage(require('node:fs').readdirSync('/proc').join(' '));`, UNRESTRICTED);
  }

  writeOutsideScratch() {
    return inThread(`
      const refusals = ['/escaped', '/plugin/escaped', '/worker/escaped'].map((path) => {
        try {
          require('node:fs').writeFileSync(path, 'out');
        } catch (error) {
          return error.code;
        }
        return 'wrote ' + path;
      });
      throw new Error(refusals.join(', '));`, UNRESTRICTED);
  }

  connectTcp() {
    return connectUnpatched({ host: '127.0.0.1', port: 1 });
  }

  connectUnix() {
    return connectUnpatched({ path: '/run/docker.sock' });
  }

  sendUdp() {
    return inThread(`
      const socket = require('node:dgram').createSocket('udp4');
      socket.on('error', (error) => { throw error });
      socket.send('out', 53, '127.0.0.1', (error) => {
        if (error) throw error;
        parentPort.postMessage('sent');
      });`);
  }

  startProcess() {
    return execFileSync('/node', ['--version'], { encoding: 'utf8' });
  }

  loadNativeCode() {
    return inThread(`
      process.dlopen({ exports: {} }, '/node');
      parentPort.postMessage('loaded');`);
  }

  makeExecutable() {
    fs.writeFileSync('/scratch/program', '');
    fs.chmodSync('/scratch/program', 0o755);
    if (fs.statSync('/scratch/program').mode & 0o111) return 'an executable file';
    fs.writeFileSync('/scratch/other', '', { mode: 0o755 });
    return 'an executable file';
  }

  killHost(pid) {
    process.kill(pid, 'SIGKILL');
    return `killed ${pid}`;
  }

  fillMemory() {
    const held = [];
    for (;;) held.push(Buffer.alloc(2 ** 24, held.length + 1));
  }
}

/** A thread has Node's own modules, without what the worker changed in them. */
function connectUnpatched(target) {
  return inThread(`
    const socket = require('node:net').connect(${JSON.stringify(target)});
    socket.on('connect', () => parentPort.postMessage('connected'));
    socket.on('error', (error) => { throw error });`);
}

/** Options of a thread that Node's permission model does not reach. */
const UNRESTRICTED = { execArgv: [] };

function inThread(code, options = {}) {
  const thread = new Worker(`const { parentPort } = require('node:worker_threads');${code}`, {
    eval: true,
    ...options,
  });
  return new Promise((resolve, reject) => {
    thread.on('message', resolve).on('error', reject);
  }).finally(() => thread.terminate());
}

export default { name: 'attacks', description: 'Attacks its worker', services: [Attacks] };
