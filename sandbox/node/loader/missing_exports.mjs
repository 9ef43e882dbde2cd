import { standIn } from './stand_in.mjs';

const EXTENDED = 'one-graph:extended?';
const SUPPLY = Symbol.for('one-graph.missing-export');
const MESSAGES = [
  /The requested module '(?<specifier>[^']+)' does not provide an export named '(?<name>[^']+)'/,
  /Named export '(?<name>[^']+)' not found\. The requested module '(?<specifier>[^']+)' is a CommonJS/,
];
const wanted = new Map();

/** What CommonJS exports is known only once it has run, so it is looked at first. */
globalThis[SUPPLY] = (module, specifier, name) =>
  [module, module.default].find((each) => each != null && Object(each) === each && name in each)?.[name] ??
  (name === 'default'
    ? module
    : standIn(name, `${specifier} has no export "${name}", which the plugin uses`));

/** A step that supplies exports which a module lacks and another imports from it. */
export const missingExports = {
  /** @param {Error} error */
  cure(error) {
    const { specifier, name } = MESSAGES.map((form) => form.exec(error?.message)).find(Boolean)?.groups ?? {};
    if (!specifier || wanted.get(specifier)?.has(name)) return null;
    wanted.set(specifier, (wanted.get(specifier) ?? new Set()).add(name));
    return `generated export: ${name} of ${specifier}`;
  },

  /** @param {{url: string}} found @param {{conditions: string[]}} context @param {string} specifier */
  settle(found, { conditions, parentURL }, specifier) {
    const names = wanted.get(specifier);
    if (!names || conditions.includes('require') || parentURL?.startsWith(EXTENDED)) return null;
    const query = new URLSearchParams({ url: found.url, specifier, names: [...names].join(',') });
    return { url: EXTENDED + query, format: 'module', shortCircuit: true };
  },

  /** @param {string} url */
  load(url) {
    if (!url.startsWith(EXTENDED)) return null;
    const query = new URLSearchParams(url.slice(EXTENDED.length));
    const names = query.get('names').split(',');
    const source = sourceOf(query.get('url'), query.get('specifier'), names);
    return { format: 'module', source, shortCircuit: true };
  },
};

function sourceOf(url, specifier, names) {
  const supply = (name) => `supply(module, ${JSON.stringify(specifier)}, ${JSON.stringify(name)})`;
  return [
    `import * as module from ${JSON.stringify(url)};`,
    `export * from ${JSON.stringify(url)};`,
    `const supply = globalThis[Symbol.for('one-graph.missing-export')];`,
    `export default ${supply('default')};`,
    ...names.map((name, i) => `const part${i} = ${supply(name)};`),
    ...names.filter((name) => name !== 'default').map(
      (name) => `export { part${names.indexOf(name)} as ${JSON.stringify(name)} };`,
    ),
  ].join('\n');
}
