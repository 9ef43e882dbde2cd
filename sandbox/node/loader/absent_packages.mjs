import { isBuiltin } from 'node:module';
import { importedNames } from './imported_names.mjs';
import { packageName } from './packages.mjs';
import { recordRepair } from './repairs.mjs';
import { standIn } from './stand_in.mjs';

const STAND_IN = 'one-graph:absent?';
const OTHER_RUNTIME = /^(?:bun|deno):/;
const MAKE = Symbol.for('one-graph.stand-in');

globalThis[MAKE] = (specifier, name) =>
  standIn(
    name ? `${specifier}.${name}` : specifier,
    `The package ${specifier}, which the plugin uses, is not there`,
  );

/**
 * A step that puts a stand-in where a package is missing, which throws once it is used. Only for
 * static imports: what asks with `require()` or `import()` may be ready for a refusal.
 */
export const absentPackages = {
  /** Node takes `bun:sqlite` for an address, and fails only when it reads it. */
  resolve: (specifier, context) => (OTHER_RUNTIME.test(specifier) ? standFor(specifier, context) : null),

  /** @param {string} specifier @param {{parentURL?: string, conditions: string[]}} context */
  repair: (specifier, context) =>
    packageName(specifier) && !isBuiltin(specifier) ? standFor(specifier, context) : null,

  /** @param {string} url */
  load(url) {
    if (!url.startsWith(STAND_IN)) return null;
    const query = new URLSearchParams(url.slice(STAND_IN.length));
    const names = query.get('names').split(',').filter((name) => name !== 'default');
    return { format: 'module', source: sourceOf(query.get('specifier'), names), shortCircuit: true };
  },
};

function standFor(specifier, { parentURL, conditions }) {
  const names = conditions.includes('require') ? [] : importedNames(parentURL ?? '', specifier);
  if (names.length === 0) return null;
  recordRepair(`stand-in for the missing package ${specifier}`);
  const query = new URLSearchParams({ specifier, names: names.join(',') });
  return { url: STAND_IN + query, format: 'module', shortCircuit: true };
}

function sourceOf(specifier, names) {
  const from = JSON.stringify(specifier);
  return [
    "const make = globalThis[Symbol.for('one-graph.stand-in')];",
    `export default make(${from});`,
    ...names.map((name, i) => `const part${i} = make(${from}, ${JSON.stringify(name)});`),
    ...names.map((name, i) => `export { part${i} as ${JSON.stringify(name)} };`),
  ].join('\n');
}
