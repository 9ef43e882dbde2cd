import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { importInAttempts } from './attempts.mjs';
import { findEntry } from './entry.mjs';
import { adaptLegacyPlugin } from './legacy/plugin.mjs';
import { NoPlugin, PackageFault } from './package_fault.mjs';
import { findPluginExport, isHollow } from './plugin_export.mjs';
import { recordRepair } from './repairs.mjs';
import { endOfLoading, isStandIn } from './stand_in.mjs';

const HOLLOW = 'Its plugin has a name and nothing else: this version takes it from another core';

/**
 * Imports a package and returns the plugin it exports.
 * @param {string} folder the package's folder
 * @param {{legacy: boolean}} origin whether it was written for core 0.x, as far as is known before
 * @param {Array<{cure: Function}>} cures for errors at loading, in the order to try them in
 * @returns {Promise<object>}
 * @throws {NoPlugin} it loads, and exports no plugin
 */
export async function loadPlugin(folder, origin, cures) {
  const { file, declared } = findEntry(folder);
  if (!declared) recordRepair(`entry file found at ${path.relative(folder, file)}`);
  const find = (module) => findPluginExport(module, origin);
  const url = pathToFileURL(file).href;
  const { module, found: plugin, failure } = await importInAttempts(url, find, cures);
  endOfLoading();
  if (!plugin) throw (Object.values(module).some(isStandIn) && failure) || faultOf(module);
  if (!origin.legacy) return plugin;
  recordRepair('translated from core 0.x');
  return adaptLegacyPlugin(plugin);
}

const faultOf = (module) =>
  isHollow(module) ? new PackageFault(HOLLOW) : new NoPlugin(module);
