/** Methods every elizaOS service has, which no caller has a use for. */
const LIFECYCLE = new Set(['constructor', 'stop', 'start', 'initialize', 'registerSendHandlers']);

/**
 * The names of the methods a caller may use on a service: its own and inherited ones.
 * @param {object} service an instance, or the `prototype` of its class
 * @returns {string[]}
 */
export function methodsOf(service) {
  const names = new Set();
  for (
    let level = service;
    level && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof property.value === 'function' && isPublic(name)) names.add(name);
    }
  }
  return [...names].sort();
}

const isPublic = (name) => !LIFECYCLE.has(name) && !name.startsWith('_');
