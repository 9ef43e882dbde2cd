import { failingPackages } from '../loader/failing_packages.mjs';
import { failingValues } from '../loader/failing_values.mjs';
import { isLegacy } from '../loader/legacy/generation.mjs';
import { loadPlugin as importPlugin } from '../loader/load_plugin.mjs';
import { missingExports } from '../loader/missing_exports.mjs';
import { takeOffer } from './browser/launches.mjs';
import { Conversation } from './conversation.mjs';
import { Failure, messageOf } from './failure.mjs';
import { startRuntime } from './runtime.mjs';

/** Where the isolation mounts the plugin. */
export const FOLDER = '/plugin';

/** Whether the plugin was written for core 0.x. */
export const origin = { legacy: isLegacy(FOLDER) };

/** What is tried where it does not load, in this order. */
const CURES = [missingExports, failingPackages, failingValues];

/**
 * Loads the plugin and starts it on a runtime, ready for calls.
 * @param {typeof import('@elizaos/core')} core
 * @param {{agent: object, settings: Record<string, any>, permissions: string[], bundled: boolean}} spec
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 */
export async function startPlugin(core, spec, host) {
  takeOffer(spec);
  exportSettings(spec.settings);
  const plugin = await loadPlugin(spec.bundled);
  const started = await startRuntime(core, plugin, spec, host);
  const routes = Object.values(plugin.routes ?? {}).filter((route) => route?.handler);
  return { ...started, routes, conversation: new Conversation(core, started.runtime) };
}

/**
 * Imports the plugin that is mounted here.
 * @param {boolean} bundled whether it has a bundle that loads faster
 * @returns {Promise<object>}
 * @throws {Failure} with what was wrong as its cause
 */
export async function loadPlugin(bundled) {
  try {
    return await importPlugin({ folder: FOLDER, bundled }, origin, CURES);
  } catch (error) {
    throw new Failure('PLUGIN_NOT_LOADED', `The plugin does not load: ${messageOf(error)}`, error);
  }
}

/** Many plugins read their settings from the environment, some of them while they load. */
function exportSettings(settings) {
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) continue;
    process.env[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}
