import { inspect } from 'node:util';

/** Levels of core's own logger, by number; what it adds for its terminal printer is lower. */
const LEVELS = {
  10: 'trace',
  20: 'debug',
  27: 'success',
  28: 'progress',
  29: 'log',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/**
 * Makes printing wait until the host has room for it: what a call prints then always comes
 * before its answer, and a flood fills no memory.
 */
export function printSynchronously() {
  for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true);
}

/**
 * Sends core's log lines to `write` instead of the terminal, and reports errors nobody caught
 * as log lines, so that one stray rejection does not end the worker.
 * @param {typeof import('@elizaos/core')} core
 * @param {(text: string) => void} write
 */
export function captureLogs(core, write) {
  globalThis.$adzeGlobal.configuration.silent = true;
  core.addLogListener(({ level, msg }) => {
    if (LEVELS[level]) write(`${LEVELS[level]} ${msg}`);
  });
  process.on('unhandledRejection', (reason) =>
    write(`error unhandled rejection: ${inspect(reason)}`),
  );
  process.on('uncaughtException', (error) => write(`error uncaught exception: ${inspect(error)}`));
}
