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
    ([first], again) => first ?? again,
  );
}
