import { recordRepair } from './repairs.mjs';

const MOST_ATTEMPTS = 14;
const MOST_FRAMES = 60;
const QUERY = '?attempt=';
let attempt = 1;

/**
 * Imports a module and uses it, and where that fails imports it anew with one more cure, as long
 * as there is one for the error. What was read before is read again: what has failed stays failed.
 * @template T
 * @param {string} url
 * @param {(module: object) => T} use
 * @param {Array<{cure: (error: any) => string | null}>} cures each says what it will do
 *   differently from now on, or null where the error is none of its own
 * @returns {Promise<{module: object, found: T, failure?: Error}>} what came of the use; `failure`
 *   is the first of those cured
 */
export async function importInAttempts(url, use, cures) {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = MOST_FRAMES; // who asked for what fails is far down
  try {
    return await attempts(url, use, cures);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function attempts(url, use, cures) {
  let failure;
  for (;;) {
    try {
      const module = await import(url + query());
      return { module, found: use(module), failure };
    } catch (error) {
      failure ??= error;
      const done = attempt < MOST_ATTEMPTS && firstCure(cures, error);
      if (!done) throw error;
      recordRepair(done);
      attempt += 1;
    }
  }
}

/** A step that has Node read modules again in each attempt. What was required it forgets itself. */
export const freshModules = {
  /** @param {{url: string}} found @param {{conditions: string[]}} context */
  settle(found, { conditions }) {
    const isCode = found.url.startsWith('file:') && !found.url.includes('?');
    return isCode && attempt > 1 && !conditions.includes('require')
      ? { ...found, url: found.url + query() }
      : null;
  },
};

const query = () => (attempt > 1 ? QUERY + attempt : '');

function firstCure(cures, error) {
  for (const { cure } of cures) {
    const done = cure(error);
    if (done) return done;
  }
  return null;
}
