import { isAmbient } from '../installer/ambient.mjs';

const SETTING = /^[A-Z][A-Z0-9_]{2,}$/;
const PLUGIN_FRAME = /\/plugin\/(?!node_modules\/)/;

/**
 * Watches which settings the plugin's own code reads, from its runtime or its environment.
 * @param {typeof import('@elizaos/core')} core
 * @returns {() => string[]} the names seen so far, sorted
 */
export function observeSettings(core) {
  const seen = new Set();
  const see = (name) => {
    if (isSetting(name) && readByPlugin()) seen.add(name);
  };
  watchRuntime(core.AgentRuntime.prototype, see);
  watchEnvironment(see);
  return () => [...seen].sort();
}

const isSetting = (name) => typeof name === 'string' && SETTING.test(name) && !isAmbient(name);

/** Core and dependencies read settings of their own; those say nothing about the plugin. */
function readByPlugin() {
  return PLUGIN_FRAME.test(new Error().stack.split('\n').slice(3, 5).join('\n'));
}

function watchRuntime(prototype, see) {
  const { getSetting } = prototype;
  prototype.getSetting = function (name) {
    see(name);
    return getSetting.call(this, name);
  };
}

function watchEnvironment(see) {
  process.env = new Proxy(process.env, {
    get(target, name) {
      see(name);
      return Reflect.get(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, name),
  });
}
