/** The type under which plugins find what the host does for them. */
const SERVICE = 'one_graph';

/** What a plugin needs to be granted so that what it keeps outlives its worker. */
export const STORAGE = ['storage.read', 'storage.write'];

/**
 * Gives plugins what the host offers: as the service `one_graph`, and where storage is granted
 * as the runtime's cache, which then outlives the worker. The host checks each ask itself.
 * @param {object} runtime
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 * @param {string[]} permissions of the instance
 */
export function offerHost(runtime, host, permissions) {
  const service = serviceOf((name, ...args) => host.ask(name, args));
  const getService = runtime.getService.bind(runtime);
  runtime.getService = (type) => (type === SERVICE ? service : getService(type));
  if (STORAGE.every((each) => permissions.includes(each))) {
    keepCache(runtime, service.storage);
  }
}

function serviceOf(ask) {
  return {
    capabilityDescription: 'What the host does for this instance, as far as it was granted',
    storage: {
      get: (key) => ask('storage.get', key),
      set: (key, value) => ask('storage.set', key, value),
      delete: (key) => ask('storage.delete', key),
      list: (prefix = '') => ask('storage.list', prefix),
    },
    publishEvent: (name, payload = null) => ask('events.publish', name, payload),
    queryKnowledge: (text, limit = 10) => ask('knowledge.query', text, limit),
    stop: async () => {},
  };
}

function keepCache(runtime, storage) {
  runtime.getCache = async (key) => (await storage.get(`cache:${key}`)) ?? undefined;
  runtime.setCache = async (key, value) => {
    await storage.set(`cache:${key}`, value);
    return true;
  };
  runtime.deleteCache = (key) => storage.delete(`cache:${key}`);
}
