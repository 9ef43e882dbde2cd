const INTERFACE = /^I(?<what>[A-Z]\w*)Service$/;
const WORD = /(?<=[a-z0-9])(?=[A-Z])/g;
const known = new Map();
let core = null;

/** @param {typeof import('@elizaos/core')} shared the core whose services are derived from */
export function deriveServicesFrom(shared) {
  core = shared;
}

/**
 * The abstract class that a name such as `IWalletService` stands for, where nobody exports it:
 * plugins derive services from it, and take the type that they are found under from it.
 * @param {string | undefined} name
 * @returns {Function | null} null for a name of another form
 */
export function serviceInterface(name) {
  const what = core && INTERFACE.exec(name ?? '')?.groups.what;
  if (!what) return null;
  if (!known.has(name)) known.set(name, classFor(name, what.replaceAll(WORD, '_').toUpperCase()));
  return known.get(name);
}

function classFor(name, word) {
  const { ServiceType } = core;
  const type = ServiceType[word] ?? ServiceType[`${word}_SERVICE`] ?? word.toLowerCase();
  return {
    [name]: class extends core.Service {
      static serviceType = type;
      capabilityDescription = `The ${type} service`;
      async stop() {}
    },
  }[name];
}
