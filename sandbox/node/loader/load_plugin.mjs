import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findEntry } from './entry.mjs';
import { findPluginExport } from './plugin_export.mjs';
import { recordRepair } from './repairs.mjs';
import { endOfLoading } from './stand_in.mjs';

/**
 * Imports a package and returns the plugin it exports.
 * @param {string} folder the package's folder
 * @returns {Promise<object>}
 */
export async function loadPlugin(folder) {
  const { file, declared } = findEntry(folder);
  if (!declared) recordRepair(`entry file found at ${path.relative(folder, file)}`);
  const module = await import(pathToFileURL(file).href);
  endOfLoading();
  const plugin = findPluginExport(module);
  if (plugin) return plugin;
  const names = Object.keys(module).join(', ') || 'nothing';
  throw new Error(`The package exports no plugin. It exports: ${names}`);
}
