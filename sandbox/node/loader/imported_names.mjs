import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { init, parse } from 'es-module-lexer';
import { compile, isTypeScript } from './typescript.mjs';

await init;

const STATIC = ['static', 'reexport-star'];
const NAMED = /\{([^}]*)\}/;
const LEADING_IDENTIFIER = /^(?:import|export)\s*[\w$]+\s*(?:,|from)/;
const NAMESPACE = /\*\s*as\s+([\w$]+)/;

/**
 * The names that one module takes from another in its static imports and re-exports, and those
 * that it uses of a namespace.
 * @param {string} parentUrl the importing module
 * @param {string} specifier what it writes to name the other
 * @returns {string[]} `default` among them where it takes the default export
 */
export function importedNames(parentUrl, specifier) {
  const source = readModule(parentUrl);
  const statements = statementsFor(source, specifier);
  return [...new Set(statements.flatMap((statement) => namesIn(statement, source)))];
}

/**
 * Whether a module imports another statically, be it for nothing but its effects.
 * @param {string} parentUrl
 * @param {string} specifier
 */
export function isImported(parentUrl, specifier) {
  return statementsFor(readModule(parentUrl), specifier).length > 0;
}

function statementsFor(source, specifier) {
  return staticImports(source)
    .filter((found) => found.specifier === specifier)
    .map((found) => source.slice(found.importStart, found.start));
}

function readModule(url) {
  if (!url.startsWith('file:')) return '';
  const path = fileURLToPath(url);
  return isTypeScript(path) ? compile(path) : fs.readFileSync(path, 'utf8');
}

/**
 * What a module imports and re-exports, wherever it goes when it runs.
 * @param {string} source
 * @returns {import('es-module-lexer').ImportSpecifier[]}
 */
export function staticImports(source) {
  try {
    return parse(source)[0].filter(({ type }) => STATIC.includes(type));
  } catch {
    return []; // a syntax error is reported better by the engine, when it compiles the module
  }
}

function namesIn(statement, source) {
  const named = NAMED.exec(statement)?.[1] ?? '';
  const names = named.split(',').map(toName).filter(Boolean);
  const clause = statement.replaceAll(/\/\*.*?\*\//gs, '');
  if (!clause.startsWith('import')) return names;
  if (LEADING_IDENTIFIER.test(clause)) names.push('default');
  return [...names, ...membersUsed(NAMESPACE.exec(clause)?.[1], source)];
}

function membersUsed(namespace, source) {
  if (!namespace) return [];
  const use = new RegExp(`(?<![\\w$.])${namespace.replaceAll('$', '\\$')}\\s*\\.\\s*([\\w$]+)`, 'g');
  return [...source.matchAll(use)].map(([, name]) => name);
}

function toName(binding) {
  const withoutComments = binding.replaceAll(/\/\*.*?\*\/|\/\/.*$/gms, '');
  return withoutComments
    .trim()
    .split(/\s+as\s+/)[0]
    .replaceAll(/^["']|["']$/g, '');
}
