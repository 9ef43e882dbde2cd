import { createInterface } from 'node:readline';

/**
 * Runs one job for the Python host: its request is the first line of stdin, its answer is one
 * line of JSON for each event on stdout. The host keeps stdin open for as long as it lives, so
 * its end, however abrupt, ends this process too.
 * @param {(request: any) => Promise<void>} job
 */
export async function serveHost(job) {
  console.log = console.error; // stdout carries events only
  await job(await readRequest());
  process.stdin.destroy();
}

/**
 * @param {Record<string, unknown>} event
 */
export function send(event) {
  process.stdout.write(`${JSON.stringify(event, wellFormed)}\n`);
}

// Half an emoji, as a stranger's text may hold or a cut may leave, is no JSON to the host.
function wellFormed(_key, value) {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** @returns {Promise<any>} */
function readRequest() {
  const lines = createInterface({ input: process.stdin });
  process.stdin.once('end', () => process.exit(1));
  return new Promise((resolve) => lines.once('line', (line) => resolve(JSON.parse(line))));
}
