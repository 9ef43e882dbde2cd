import fs from 'node:fs';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';
import { standIn } from './stand_in.mjs';

const FRAME = /^\s*at (?<url>file:\/\/\/plugin\/[^?]*?)(?:\?[^:]*)?:(?<line>\d+):\d+$/m;
const DECLARATION = /^(?<head>\s*(?:export\s+)?(?:var|let|const)\s+(?<name>[\w$]+)\s*=\s*)(?<start>.*)$/;
const MOST_LINES = 200;
const ATTEMPT = 'globalThis[Symbol.for("one-graph.constant")]';
const failing = new Map();

globalThis[Symbol.for('one-graph.constant')] = (name, make) => {
  try {
    return make();
  } catch (error) {
    return standIn(name, `The plugin could not make "${name}" when it was loaded: ${error?.message ?? error}`);
  }
};

/**
 * A step for modules that end in an error because of one constant, which little of the plugin may
 * need: it gets a stand-in instead, which tells of that error when it is used.
 */
export const failingConstants = {
  /** @param {Error} error */
  cure(error) {
    const { url, line } = FRAME.exec(error?.stack ?? '')?.groups ?? {};
    const declared = url && declarationAt(linesOf(url), Number(line) - 1);
    if (!declared || failing.get(url)?.has(declared.from)) return null;
    failing.set(url, (failing.get(url) ?? new Set()).add(declared.from));
    return `stand-in for ${declared.name}, which the plugin cannot make: ${error.message}`;
  },

  /** @param {string} url @param {object} context @param {{format?: string}} loaded */
  mend(url, _context, loaded) {
    const lines = failing.get(url.split('?')[0]);
    if (!lines || loaded.format !== 'module') return null;
    return { ...loaded, source: guarded(linesOf(url), lines), shortCircuit: true };
  },
};

const linesOf = (url) => fs.readFileSync(fileURLToPath(url), 'utf8').split('\n');

/** The constant whose making begins at a line; null where none does that can be set apart. */
function declarationAt(lines, from) {
  const { head, name, start } = DECLARATION.exec(lines[from] ?? '')?.groups ?? {};
  if (!name) return null;
  for (let to = from; to < Math.min(lines.length, from + MOST_LINES); to += 1) {
    const value = [start, ...lines.slice(from + 1, to + 1)].join('\n').trimEnd();
    if (value.endsWith(';') && isExpression(value.slice(0, -1))) {
      return { from, to, name, head, value: value.slice(0, -1) };
    }
  }
  return null;
}

function isExpression(text) {
  try {
    return Boolean(new vm.Script(`() => (${text})`)); // compiled, never run
  } catch {
    return false;
  }
}

/** Lines stay where they are, so that stacks stay right. */
function guarded(lines, failed) {
  const result = [...lines];
  for (const from of failed) {
    const { to, name, head, value } = declarationAt(lines, from);
    const text = `${head}${ATTEMPT}(${JSON.stringify(name)}, () => (${value}));`;
    result.splice(from, to - from + 1, ...text.split('\n'));
  }
  return result.join('\n');
}
