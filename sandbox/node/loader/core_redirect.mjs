import { generateExport } from './generated.mjs';
import { importedNames } from './imported_names.mjs';
import { legacyExports } from './legacy/exports.mjs';
import { recordRepair } from './repairs.mjs';
import { deriveServicesFrom, serviceInterface } from './service_interface.mjs';

const CORE_SPECIFIER = /^(?:@elizaos\/core|@ai16z\/eliza)(?:\/|$)/;
const WITH_GENERATED = 'one-graph:core?';
const COMMONJS_FACADE = 'one-graph:core.cjs';

/** How the modules made up here reach the shared core and the generated exports. */
const SHARED = Symbol.for('one-graph.core');

/**
 * Steps that lead every import of elizaOS core to the one copy the host brings. A plugin of core
 * 0.x gets what that had; so does one that imports what only that had.
 * @param {object} core the namespace of that copy
 * @param {string} coreUrl where it was loaded from
 * @param {{legacy: boolean}} plugin whether it was written for core 0.x; found out here too
 */
export function redirectCore(core, coreUrl, plugin) {
  const old = legacyExports(core);
  const supply = (name) =>
    name in old ? old[name] : (serviceInterface(name) ?? generateExport(name));
  deriveServicesFrom(core);
  const whole = plugin.legacy ? { ...core, ...old } : core;
  globalThis[SHARED] = { commonJs: callableClasses(whole), supply };

  /** @param {string} specifier @param {{parentURL?: string, conditions: string[]}} context */
  function resolve(specifier, context) {
    if (!CORE_SPECIFIER.test(specifier) || specifier.endsWith('.json')) return null;
    if (context.conditions.includes('require')) return answer(COMMONJS_FACADE, 'commonjs');
    const names = importedNames(context.parentURL ?? '', specifier);
    const supplied = namesToSupply(names.filter((name) => name !== 'default'));
    if (supplied.length === 0 && !names.includes('default')) return answer(coreUrl, 'module');
    return answer(WITH_GENERATED + supplied.sort().join(','), 'module');
  }

  /** Of a namespace nobody can tell which names are used. */
  function namesToSupply(names) {
    const missing = names.filter((name) => !(name in core));
    for (const name of missing) noteMissing(name);
    if (!plugin.legacy) return missing;
    const known = names.length ? names.filter((name) => name in old) : Object.keys(old);
    return [...new Set([...missing, ...known])];
  }

  function noteMissing(name) {
    if (!(name in old)) recordRepair(`generated core export: ${name}`);
    else plugin.legacy = true;
  }

  /** @param {string} url */
  function load(url) {
    if (url === COMMONJS_FACADE) {
      return source(
        'commonjs',
        `module.exports = globalThis[Symbol.for('one-graph.core')].commonJs;`,
      );
    }
    if (!url.startsWith(WITH_GENERATED)) return null;
    const names = url.slice(WITH_GENERATED.length).split(',').filter(Boolean);
    return source('module', extendedCore(coreUrl, names));
  }

  return { resolve, load };
}

const answer = (url, format) => ({ url, format, shortCircuit: true });

const source = (format, text) => ({ format, source: text, shortCircuit: true });

function extendedCore(coreUrl, names) {
  const from = JSON.stringify(coreUrl);
  return [
    `import * as core from ${from};`,
    `export * from ${from};`,
    `export default core;`,
    `const { supply } = globalThis[Symbol.for('one-graph.core')];`,
    ...names.map((name, i) => `const supplied${i} = supply(${JSON.stringify(name)});`),
    ...names.map((name, i) => `export { supplied${i} as ${JSON.stringify(name)} };`),
  ].join('\n');
}

const CLASS_SOURCE = /^class\b/;

/** Code compiled for old engines extends a class by calling it without `new`. */
function callableClasses(core) {
  const exports = Object.entries(core).map(([name, value]) => [name, callable(value)]);
  return Object.defineProperty(Object.fromEntries(exports), '__esModule', { value: true });
}

function callable(value) {
  const isClass =
    typeof value === 'function' && CLASS_SOURCE.test(Function.prototype.toString.call(value));
  if (!isClass) return value;
  return new Proxy(value, {
    apply: (target, receiver, args) =>
      Reflect.construct(target, args, receiver instanceof target ? receiver.constructor : target),
  });
}
