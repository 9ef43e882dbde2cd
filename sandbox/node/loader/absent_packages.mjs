import { isBuiltin } from 'node:module';
import { importedNames, isImported } from './imported_names.mjs';
import { packageName } from './packages.mjs';
import { recordRepair } from './repairs.mjs';
import { serviceInterface } from './service_interface.mjs';
import { standIn } from './stand_in.mjs';

const STAND_IN = 'one-graph:absent?';
const REQUIRED_STAND_IN = 'one-graph:absent.cjs?';
const OTHER_RUNTIME = /^(?:bun|deno):/;
const MAKE = Symbol.for('one-graph.stand-in');

globalThis[MAKE] = (specifier, why, name) =>
  serviceInterface(name) ??
  standIn(
    name ? `${specifier}.${name}` : specifier,
    `The package ${specifier}, which the plugin uses, ${why}`,
  );

/**
 * A step that puts a stand-in where a package is missing, which throws once it is used. Only for
 * static imports: what asks with `require()` or `import()` may be ready for a refusal.
 */
export const absentPackages = {
  /** Node takes `bun:sqlite` for an address, and fails only when it reads it. */
  resolve: (specifier, context) =>
    OTHER_RUNTIME.test(specifier) ? standForImported(specifier, context) : null,

  /** @param {string} specifier @param {{parentURL?: string, conditions: string[]}} context */
  repair: (specifier, context) =>
    packageName(specifier) && !isBuiltin(specifier) ? standForImported(specifier, context) : null,

  /** @param {string} url */
  load(url) {
    const required = url.startsWith(REQUIRED_STAND_IN);
    if (!required && !url.startsWith(STAND_IN)) return null;
    const query = new URLSearchParams(url.slice(url.indexOf('?')));
    const make = (name) => makingOf(query.get('specifier'), query.get('why'), name);
    if (required) return source('commonjs', `module.exports = ${make()};`);
    const names = query.get('names').split(',').filter((name) => name && name !== 'default');
    return source('module', moduleOf(make, names));
  },
};

/**
 * The stand-in for a package, also for who requires it: nobody was ready for its absence.
 * @param {string} specifier
 * @param {string} why it stands there, as the end of a sentence
 * @param {{parentURL?: string, conditions: string[]}} context
 */
export function standForAll(specifier, why, { parentURL, conditions }) {
  const required = conditions.includes('require');
  const names = required ? [] : importedNames(parentURL ?? '', specifier);
  const query = new URLSearchParams({ specifier, why, names: names.join(',') });
  return required
    ? { url: REQUIRED_STAND_IN + query, format: 'commonjs', shortCircuit: true }
    : { url: STAND_IN + query, format: 'module', shortCircuit: true };
}

function standForImported(specifier, context) {
  const { parentURL, conditions } = context;
  if (conditions.includes('require') || !isImported(parentURL ?? '', specifier)) return null;
  recordRepair(`stand-in for the missing package ${specifier}`);
  return standForAll(specifier, 'is not there', context);
}

const source = (format, text) => ({ format, source: text, shortCircuit: true });

const makingOf = (...given) =>
  `globalThis[Symbol.for('one-graph.stand-in')](...${JSON.stringify(given)})`;

function moduleOf(make, names) {
  return [
    `export default ${make()};`,
    ...names.map((name, i) => `const part${i} = ${make(name)};`),
    ...names.map((name, i) => `export { part${i} as ${JSON.stringify(name)} };`),
  ].join('\n');
}
