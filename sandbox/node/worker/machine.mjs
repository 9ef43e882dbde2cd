import os from 'node:os';
import v8 from 'node:v8';
import { syncBuiltinESMExports } from 'node:module';
import { Failure } from './failure.mjs';

/**
 * Gives plugins what Node takes from /proc and /etc, which a worker does not have, and refuses
 * what would end or escape the process with an error that says so.
 */
export function furnishMachine() {
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
  process.exit = process.reallyExit = process.abort = refuseExit;
  process.dlopen = refuseNativeAddon;
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

function refuseExit(code) {
  throw new Failure('EXIT_REFUSED', `The plugin tried to end its process (exit code ${code ?? 0})`);
}

function refuseNativeAddon(module, path) {
  const message = `Native add-on refused: ${path}. Workers run JavaScript and WebAssembly only`;
  throw Object.assign(new Error(message), { code: 'ERR_DLOPEN_FAILED' });
}
