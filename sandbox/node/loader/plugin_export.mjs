import { serviceOf } from './legacy/plugin.mjs';
import { isStandIn } from './stand_in.mjs';

const LISTS = [
  'actions',
  'clients',
  'events',
  'evaluators',
  'providers',
  'routes',
  'services',
  'tests',
];

const MAKER = /^(?:build|create|get|make)\w*Plugin$/;
const CLASS = /^class\b/;

/**
 * The plugin among a module's exports: the default one, else the first that looks like one, else
 * what a function makes that is named after it. Core 0.x had packages that export a client alone,
 * or a class by default, such as an adapter of a database; around such a one a plugin is made.
 * @param {Record<string, any>} module
 * @param {{legacy: boolean}} origin
 * @returns {object | null}
 */
export function findPluginExport(module, { legacy }) {
  const candidates = [module.default, module.default?.default, ...Object.values(module)];
  const plugin = candidates.find(looksLikePlugin) ?? madePlugin(module);
  if (plugin || !legacy) return plugin ?? null;
  const client = candidates.find(looksLikeClient);
  if (client) return { name: client.name ?? 'client', description: '', clients: [client] };
  return isClass(module.default)
    ? { name: module.default.name, description: '', services: [serviceOf(module.default)] }
    : null;
}

/** Some packages export a function that makes their plugin. */
function madePlugin(module) {
  const makers = Object.entries(module).filter(
    ([name, value]) => MAKER.test(name) && typeof value === 'function' && value.length === 0,
  );
  for (const [, make] of makers) {
    const made = isClass(make) || isStandIn(make) ? null : make();
    if (looksLikePlugin(made)) return made;
  }
  return null;
}

/**
 * Whether what should be the plugin has a name and nothing else: it was made of what is not there.
 * @param {Record<string, any>} module
 */
export function isHollow(module) {
  return typeof module.default?.name === 'string' && Object.keys(module.default).length === 1;
}

const isClass = (value) => typeof value === 'function' && CLASS.test(String(value));

const looksLikeClient = (value) =>
  value !== null && typeof value === 'object' && typeof value.start === 'function';

function looksLikePlugin(value) {
  if (value === null || typeof value !== 'object' || typeof value.name !== 'string') return false;
  const hasPart = LISTS.some((key) => value[key] && typeof value[key] === 'object');
  if (hasPart || value.models || value.adapter || typeof value.init === 'function') return true;
  return typeof value.description === 'string' && !value.handler && !value.get;
}
