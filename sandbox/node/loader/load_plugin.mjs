import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findEntry } from './entry.mjs';
import { adaptLegacyPlugin } from './legacy/plugin.mjs';
import { findPluginExport } from './plugin_export.mjs';
import { recordRepair } from './repairs.mjs';
import { endOfLoading } from './stand_in.mjs';

/**
 * Imports a package and returns the plugin it exports.
 * @param {string} folder the package's folder
 * @param {{legacy: boolean}} origin whether it was written for core 0.x, as far as is known before
 * @returns {Promise<object>}
 */
export async function loadPlugin(folder, origin) {
  const { file, declared } = findEntry(folder);
  if (!declared) recordRepair(`entry file found at ${path.relative(folder, file)}`);
  const module = await import(pathToFileURL(file).href);
  endOfLoading();
  const plugin = findPluginExport(module, origin);
  if (!plugin) throw new Error(whatItIs(module));
  if (!origin.legacy) return plugin;
  recordRepair('translated from core 0.x');
  return adaptLegacyPlugin(plugin);
}

function whatItIs(module) {
  const names = Object.keys(module);
  const shown = names.join(', ') || 'nothing';
  const isDatabase = names.some((name) => /DatabaseAdapter$|Database$/.test(name));
  const kind = isDatabase ? 'It is a database adapter; the host has its own database. ' : '';
  return `${kind}The package exports no plugin. It exports: ${shown}`;
}
