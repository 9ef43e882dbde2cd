import { isStandIn } from '../stand_in.mjs';
import { BEHIND, legacyMessage, legacyRuntime, legacyState } from './runtime.mjs';

/**
 * A plugin of core 0.x as core takes it now: handlers get the runtime and the messages that they
 * know, providers have names, and services and clients are started with the runtime.
 * @param {object} plugin
 * @returns {object}
 */
export function adaptLegacyPlugin(plugin) {
  const { clients, adapters, ...kept } = plugin;
  return {
    ...kept,
    description: plugin.description ?? '',
    actions: listOf(plugin.actions).map(action),
    evaluators: listOf(plugin.evaluators).map(evaluator),
    providers: listOf(plugin.providers).map((each, index) => provider(each, plugin.name, index)),
    services: [...listOf(plugin.services).map(service), ...listOf(clients).map((each) => client(each, plugin.name))],
  };
}

const listOf = (list) => Object.values(list ?? {}).filter(Boolean);

function action(given) {
  return {
    ...given,
    similes: given.similes ?? [],
    examples: given.examples ?? [],
    validate: async (runtime, message, state) =>
      (await given.validate?.(legacyRuntime(runtime), legacyMessage(message), state)) ?? true,
    handler: handlerOf(given),
  };
}

function evaluator(given) {
  return {
    ...given,
    examples: given.examples ?? [],
    validate: async (runtime, message, state) =>
      given.validate?.(legacyRuntime(runtime), legacyMessage(message), state),
    handler: handlerOf(given),
  };
}

/** What was a yes or no is a result now. */
function handlerOf({ handler }) {
  return async (runtime, message, state, options, callback) => {
    const known = legacyState(state);
    const result = await handler(legacyRuntime(runtime), legacyMessage(message), known, options, callback);
    return typeof result === 'boolean' ? { success: result } : result;
  };
}

function provider(given, plugin, index) {
  return {
    ...given,
    name: given.name ?? `${plugin}-provider-${index + 1}`,
    get: async (runtime, message, state) => {
      const said = await given.get(legacyRuntime(runtime), legacyMessage(message), state);
      return typeof said === 'object' && said !== null ? said : { text: said ?? '', values: {}, data: {} };
    },
  };
}

function service(given) {
  if (isStandIn(given)) return started(String(given), async () => given()); // which says why
  if (typeof given?.start === 'function') return given; // one of now
  const instance = typeof given === 'function' ? (given.getInstance?.() ?? new given()) : given;
  const type = instance.serviceType ?? instance.constructor.serviceType ?? nameOf(instance);
  return started(type, async (runtime) => {
    await instance.initialize?.(legacyRuntime(runtime));
    return instance;
  });
}

/**
 * A service of a class that core 0.x had the agent make of its configuration, such as an adapter
 * of a database.
 * @param {Function} given
 * @returns {Function}
 */
export function serviceOf(given) {
  return started(given.serviceType ?? given.name, async (runtime) => {
    const instance = new given({ ...runtime.character.settings });
    await (instance.initialize?.(legacyRuntime(runtime)) ?? instance.init?.());
    return instance;
  });
}

function client(given, plugin) {
  return started(`client:${given.name ?? nameOf(given) ?? plugin}`, async (runtime) => {
    const running = await given.start(legacyRuntime(runtime));
    return running ?? given;
  });
}

/** A service that shows the methods of what was started, and is stopped with it. */
function started(serviceType, start) {
  return class {
    static serviceType = serviceType;

    static async start(runtime) {
      const instance = await start(runtime);
      return new Proxy(instance, {
        get(target, key) {
          if (key === BEHIND) return target;
          if (key === 'capabilityDescription') return target[key] ?? String(serviceType);
          if (key === 'stop') return async () => target.stop?.(legacyRuntime(runtime));
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    }
  };
}

const nameOf = ({ constructor }) => (constructor === Object ? undefined : constructor?.name);
