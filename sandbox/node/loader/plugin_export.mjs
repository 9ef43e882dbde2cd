const LISTS = ['actions', 'providers', 'evaluators', 'services', 'routes', 'events', 'tests'];

/**
 * The plugin among a module's exports: the default one, else the first that looks like one.
 * @param {Record<string, any>} module
 * @returns {object | null}
 */
export function findPluginExport(module) {
  const candidates = [module.default, module.default?.default, ...Object.values(module)];
  return candidates.find(looksLikePlugin) ?? null;
}

function looksLikePlugin(value) {
  if (value === null || typeof value !== 'object' || typeof value.name !== 'string') return false;
  const hasPart = LISTS.some((key) => value[key] && typeof value[key] === 'object');
  if (hasPart || value.models || value.adapter || typeof value.init === 'function') return true;
  return typeof value.description === 'string' && !value.handler && !value.get;
}
