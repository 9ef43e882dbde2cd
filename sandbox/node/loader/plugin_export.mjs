import { serviceOf } from './legacy/plugin.mjs';

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

const CLASS = /^class\b/;

/**
 * The plugin among a module's exports: the default one, else the first that looks like one. Core
 * 0.x had packages that export a client alone, or a class by default, such as an adapter of a
 * database; around such a one a plugin is made.
 * @param {Record<string, any>} module
 * @param {{legacy: boolean}} origin
 * @returns {object | null}
 */
export function findPluginExport(module, { legacy }) {
  const candidates = [module.default, module.default?.default, ...Object.values(module)];
  const plugin = candidates.find(looksLikePlugin);
  if (plugin || !legacy) return plugin ?? null;
  const client = candidates.find(looksLikeClient);
  if (client) return { name: client.name ?? 'client', description: '', clients: [client] };
  return isClass(module.default)
    ? { name: module.default.name, description: '', services: [serviceOf(module.default)] }
    : null;
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
