const NAME = /^[A-Za-z][\w.-]{0,127}$/;
const MOST = 500;

/**
 * The keys of a plugin's `config` and what their values are. Never the values: they come from
 * the environment, or stand in for what it lacks.
 * @param {{config?: Record<string, any>}} plugin
 * @returns {Record<string, string>} a JSON type, or "unknown" where there is no value
 */
export function configSettings({ config }) {
  if (!config || typeof config !== 'object') return {};
  const keys = Object.keys(config).filter((key) => NAME.test(key));
  return Object.fromEntries(keys.slice(0, MOST).map((key) => [key, typeOf(config, key)]));
}

function typeOf(config, key) {
  try {
    const value = config[key] ?? undefined;
    if (value === undefined) return 'unknown';
    return Array.isArray(value) ? 'array' : typeof value;
  } catch {
    return 'unknown'; // a getter that needs what it has not got
  }
}
