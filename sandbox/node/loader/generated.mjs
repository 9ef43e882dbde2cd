import { standIn } from './stand_in.mjs';

/**
 * A stand-in for an export that the host's core does not have. While the plugin loads a call
 * returns its argument: plugins pass their actions through helpers then, and would lose them.
 * @param {string} name
 */
export function generateExport(name) {
  return standIn(
    name,
    `@elizaos/core of this host has no export "${name}", which the plugin uses`,
    ([first], again) => (first === undefined || first === null ? again : alsoAList(first)),
  );
}

/** Some helpers make one action into several, which the plugin then spreads into its list. */
function alsoAList(value) {
  if (typeof value === 'object' && !(Symbol.iterator in value) && Object.isExtensible(value)) {
    Object.defineProperty(value, Symbol.iterator, { value: () => [value].values() });
  }
  return value;
}
