import fs from 'node:fs';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';
import { isLoading, standIn } from './stand_in.mjs';

/** A place in code that the plugin brought, as stacks write it; where no function runs, alone. */
const FRAME =
  /^\s*at (?<caller>.*?\()?(?:async )?(?<url>file:\/\/\/plugin\/[^?:]*)(?:\?[^:]*)?:(?<line>\d+):\d+\)?$/;
const CONSTANT = /^(?<head>\s*(?:export\s+)?(?:var|let|const)\s+(?<name>[\w$]+)\s*=\s*)(?<start>.*)$/;
const ITEM = /^(?<head>\s*)(?<value>new\s+(?<name>[\w$.]+)\(.*\))(?<tail>,?)$/;
const MOST_LINES = 200;
const ATTEMPT = 'globalThis[Symbol.for("one-graph.value")]';
const failing = new Map();

globalThis[Symbol.for('one-graph.value')] = (name, make) => {
  try {
    return make();
  } catch (error) {
    if (!isLoading()) throw error;
    const why = error?.message ?? error;
    return standIn(name, `The plugin could not make "${name}" when it was loaded: ${why}`);
  }
};

/**
 * A step for modules that end in an error because of one value, which little of the plugin may
 * need: a constant, or an object made for a list. It gets a stand-in instead, which tells of that
 * error when it is used.
 */
export const failingValues = {
  /** @param {Error} error */
  cure(error) {
    const frames = String(error?.stack ?? '').split('\n').map((line) => FRAME.exec(line)?.groups);
    for (const { url, line, caller } of frames.filter(Boolean)) {
      const from = Number(line) - 1;
      const value = valueAt(linesOf(url), from, !caller);
      if (!value || failing.get(url)?.has(from)) continue;
      failing.set(url, (failing.get(url) ?? new Map()).set(from, value));
      return `stand-in for ${value.name}, which the plugin cannot make: ${error.message}`;
    }
    return null;
  },

  /** @param {string} url @param {object} context @param {{format?: string}} loaded */
  mend(url, _context, loaded) {
    const values = failing.get(url.split('?')[0]);
    if (!values || loaded.format !== 'module') return null;
    return { ...loaded, source: guarded(linesOf(url), values), shortCircuit: true };
  },
};

const linesOf = (url) => fs.readFileSync(fileURLToPath(url), 'utf8').split('\n');

/** The value whose making begins at a line; null where none does that can be set apart. */
function valueAt(lines, from, top) {
  const item = ITEM.exec(lines[from] ?? '')?.groups;
  if (item && isExpression(item.value)) return { ...item, to: from };
  const constant = top ? CONSTANT.exec(lines[from] ?? '')?.groups : null;
  return constant ? wholeConstant(lines, from, constant) : null;
}

function wholeConstant(lines, from, { head, name, start }) {
  for (let to = from; to < Math.min(lines.length, from + MOST_LINES); to += 1) {
    const text = [start, ...lines.slice(from + 1, to + 1)].join('\n').trimEnd();
    const value = text.slice(0, -1);
    if (text.endsWith(';') && isExpression(value)) return { head, name, value, tail: ';', to };
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
function guarded(lines, values) {
  const result = [...lines];
  for (const [from, { to, name, head, value, tail }] of values) {
    const text = `${head}${ATTEMPT}(${JSON.stringify(name)}, () => (${value}))${tail}`;
    result.splice(from, to - from + 1, ...text.split('\n'));
  }
  return result.join('\n');
}
