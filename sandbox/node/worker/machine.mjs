import childProcess from 'node:child_process';
import os from 'node:os';
import v8 from 'node:v8';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';

/**
 * Gives plugins what Node takes from /proc and /etc, which a worker does not have, and refuses
 * what would end or escape the process with an error that says so.
 * @param {(kind: string, detail: string) => void} report is told of each refusal
 */
export function furnishMachine(report) {
  process.memoryUsage = Object.assign(memoryUsage, { rss: () => memoryUsage().rss });
  os.cpus = () => [
    { model: 'worker', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } },
  ];
  os.userInfo = () => ({
    uid: 65534,
    gid: 65534,
    username: 'plugin',
    homedir: os.homedir(),
    shell: null,
  });
  process.exit = process.reallyExit = process.abort = (code) => refuseExit(report, code);
  process.dlopen = (module, path) => refuseNativeAddon(report, path);
  reportProcesses(report);
  syncBuiltinESMExports();
}

function memoryUsage() {
  const heap = v8.getHeapStatistics();
  return {
    rss: process.resourceUsage().maxRSS * 1024,
    heapTotal: heap.total_heap_size,
    heapUsed: heap.used_heap_size,
    external: heap.external_memory,
    arrayBuffers: 0,
  };
}

/** Node's permissions refuse these by themselves; the owner is to know. */
function reportProcesses(report) {
  for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']) {
    const start = childProcess[name];
    childProcess[name] = function (...args) {
      report('process', `${name} ${String(args[0]).slice(0, 200)}`);
      return start.apply(this, args);
    };
    Object.defineProperty(childProcess[name], 'name', { value: name });
    if (start[promisify.custom]) childProcess[name][promisify.custom] = start[promisify.custom];
  }
}

function refuseExit(report, code) {
  report('exit', `exit code ${code ?? 0}`);
  throw new Failure('EXIT_REFUSED', `The plugin tried to end its process (exit code ${code ?? 0})`);
}

function refuseNativeAddon(report, path) {
  report('native_code', String(path));
  const message = `Native add-on refused: ${path}. Workers run JavaScript and WebAssembly only`;
  throw Object.assign(new Error(message), { code: 'ERR_DLOPEN_FAILED' });
}
