import { standIn } from './stand_in.mjs';

/**
 * A stand-in for an export that the host's core does not have.
 * @param {string} name
 */
export function generateExport(name) {
  return standIn(name, `@elizaos/core of this host has no export "${name}", which the plugin uses`);
}
