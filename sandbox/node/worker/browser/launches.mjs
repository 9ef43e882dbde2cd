import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { BrowserProcess, processOf } from './browser_process.mjs';
import { showBrowser } from './executable.mjs';

/** Every library that drives a browser tells it how to be driven. */
const DRIVEN = /^--remote-debugging-(pipe|port=)/;
const PERMISSION = 'browser.use';

/** Why this worker has no browser, and whether it may have one; the host says so. */
const offer = { problem: 'The worker has not begun', granted: false };

/** @param {{noBrowser: string | null, permissions: string[]}} spec of the worker */
export function takeOffer({ noBrowser, permissions }) {
  offer.problem = noBrowser;
  offer.granted = permissions.includes(PERMISSION);
}

/**
 * Starts a browser outside the worker wherever a plugin starts one as a process.
 * @param {(kind: string, detail: string) => void} report is told of each refusal
 */
export function answerLaunches(report) {
  showBrowser();
  for (const name of ['execFile', 'spawn']) {
    const start = childProcess[name];
    childProcess[name] = function (command, args, ...rest) {
      const driven = Array.isArray(args) && args.some((each) => DRIVEN.test(each));
      if (!driven) return start.call(this, command, args, ...rest);
      return launch(String(command), args.map(String), report);
    };
    Object.defineProperty(childProcess[name], 'name', { value: name });
    Object.assign(childProcess[name], start);
  }
  const { kill } = process;
  process.kill = (pid, signal) => processOf(pid)?.kill(signal) ?? kill.call(process, pid, signal);
  syncBuiltinESMExports();
}

function launch(command, args, report) {
  if (offer.problem === null) return new BrowserProcess(command, args);
  report(offer.granted ? 'process' : 'browser', `${command}: ${offer.problem}`);
  throw Object.assign(new Error(`The browser is refused: ${offer.problem}`), {
    code: 'ERR_ACCESS_DENIED',
    permission: PERMISSION,
  });
}
