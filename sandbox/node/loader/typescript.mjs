import fs from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { init, parse } from 'es-module-lexer';
import { recordRepair } from './repairs.mjs';

await init;

const TYPESCRIPT = /(?<!\.d)\.m?ts(?:\?|$)/;
const NAMED = /\{([^}]*)\}/;

const compiled = new Map();

/** A step that runs sources that were published without having been compiled. */
export const typeScript = {
  /** @param {string} url */
  load(url) {
    if (!url.startsWith('file:') || !isTypeScript(url)) return null;
    recordRepair('TypeScript sources run as they are');
    return { format: 'module', source: compile(fileURLToPath(url)), shortCircuit: true };
  },
};

/** @param {string} place a path or an address */
export const isTypeScript = (place) => TYPESCRIPT.test(place);

/**
 * The JavaScript of a TypeScript file, without imports of what is nothing but a type.
 * @param {string} path
 */
export function compile(path) {
  if (!compiled.has(path)) {
    const text = fs.readFileSync(path, 'utf8');
    compiled.set(path, withoutTypes(stripTypeScriptTypes(text, { mode: 'transform' })));
  }
  return compiled.get(path);
}

/** What nothing but types used is still imported after these are gone, and may not exist. */
function withoutTypes(code) {
  const imports = parse(code)[0].filter(({ type }) => type === 'static');
  const body = imports.reduceRight(cutOut, code);
  const uses = (binding) => new RegExp(`(?<![\\w$.])${binding.replaceAll('$', '\\$')}(?![\\w$])`).test(body);
  return imports.reduceRight((text, found) => narrowed(text, found, uses), code);
}

const cutOut = (text, { importStart, importEnd }) =>
  text.slice(importStart).startsWith('import')
    ? text.slice(0, importStart) + text.slice(importEnd)
    : text;

function narrowed(text, { importStart, importEnd }, uses) {
  const statement = text.slice(importStart, importEnd);
  if (!statement.startsWith('import')) return text;
  const kept = statement.replace(NAMED, (_, names) => `{${names.split(',').filter((name) => uses(bindingOf(name))).join(',')}}`);
  return text.slice(0, importStart) + kept + text.slice(importEnd);
}

const bindingOf = (name) => name.trim().split(/\s+as\s+/).at(-1);
