import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasModuleSyntax, isCommonJs } from './module_syntax.mjs';
import { recordRepair } from './repairs.mjs';

const GLOBALS = {
  require: [
    /(?<![\w$.'"`])require\s*\(|\btypeof require\b/, // bundlers ask so for it
    "import { createRequire as oneGraphRequire } from 'node:module'; var require = oneGraphRequire(import.meta.url);",
  ],
  __dirname: [/(?<![\w$.])__dirname\b/, 'var __dirname = import.meta.dirname;'],
  __filename: [/(?<![\w$.])__filename\b/, 'var __filename = import.meta.filename;'],
};

/** A step for files whose code is of another module system than their names and manifests say. */
export const moduleFormat = {
  /** @param {string} url @param {object} context @param {{format?: string, source?: any}} loaded */
  mend(url, _context, loaded) {
    if (loaded.format !== 'module' || !url.startsWith('file:')) return null;
    const text = textOf(url, loaded.source);
    if (isCommonJs(text)) return { format: 'commonjs', shortCircuit: true };
    return withGlobals(text, loaded);
  },
};

function textOf(url, source) {
  if (source == null) return fs.readFileSync(fileURLToPath(url), 'utf8');
  return typeof source === 'string' ? source : Buffer.from(source).toString('utf8');
}

function withGlobals(text, loaded) {
  const used = Object.entries(GLOBALS).filter(
    ([name, [pattern]]) => pattern.test(text) && !declares(text, name),
  );
  if (used.length === 0 || !hasModuleSyntax(text)) return null;
  for (const [name] of used) recordRepair(`${name} supplied to an ES module`);
  const head = used.map(([, [, code]]) => code).join(' ');
  return { ...loaded, source: placed(head, text), shortCircuit: true };
}

function declares(text, name) {
  return new RegExp(
    `(?:const|let|var|function|class|import)\\s+${name}\\b|[{,]\\s*${name}\\s*[,}]\\s*(?:from|=)|\\bas\\s+${name}\\b`,
  ).test(text);
}

/** On the first line, so that the lines of a stack stay right; behind a `#!`. */
function placed(head, text) {
  if (!text.startsWith('#!')) return `${head} ${text}`;
  const end = text.indexOf('\n') + 1 || text.length;
  return `${text.slice(0, end)}${head} ${text.slice(end)}`;
}
