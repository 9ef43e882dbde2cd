import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { importInAttempts } from './attempts.mjs';
import { findEntry } from './entry.mjs';
import { adaptLegacyPlugin } from './legacy/plugin.mjs';
import { NoPlugin, PackageFault } from './package_fault.mjs';
import { findPluginExport, isHollow } from './plugin_export.mjs';
import { recordRepair } from './repairs.mjs';
import { endOfLoading, isStandIn } from './stand_in.mjs';

/** Where the installer puts what it made of the entry and all that this imports. */
const BUNDLE = '.one-graph/bundle.mjs';
const HOLLOW = 'Its plugin has a name and nothing else: this version takes it from another core';

/**
 * Imports a package and returns the plugin it exports.
 * @param {{folder: string, bundled: boolean}} place the package's folder, and whether to import
 *   its bundle; where that does not load, what it was made of is imported
 * @param {{legacy: boolean}} origin whether it was written for core 0.x, as far as is known before
 * @param {Array<{cure: Function}>} cures for errors at loading, in the order to try them in
 * @returns {Promise<object>}
 * @throws {NoPlugin} it loads, and exports no plugin
 */
export async function loadPlugin({ folder, bundled }, origin, cures) {
  const plugin = (bundled && (await fromBundle(folder, origin))) || (await fromEntry(folder, origin, cures));
  if (!origin.legacy) return plugin;
  recordRepair('translated from core 0.x');
  return adaptLegacyPlugin(plugin);
}

async function fromBundle(folder, origin) {
  try {
    const plugin = findPluginExport(await import(pathToFileURL(path.join(folder, BUNDLE)).href), origin);
    if (plugin) endOfLoading();
    return plugin;
  } catch {
    return null; // the entry says better what is wrong, or is cured
  }
}

async function fromEntry(folder, origin, cures) {
  const { file, declared } = findEntry(folder);
  if (!declared) recordRepair(`entry file found at ${path.relative(folder, file)}`);
  const find = (module) => findPluginExport(module, origin);
  const url = pathToFileURL(file).href;
  const { module, found: plugin, failure } = await importInAttempts(url, find, cures);
  endOfLoading();
  if (!plugin) throw (Object.values(module).some(isStandIn) && failure) || faultOf(module);
  return plugin;
}

const faultOf = (module) =>
  isHollow(module) ? new PackageFault(HOLLOW) : new NoPlugin(module);
