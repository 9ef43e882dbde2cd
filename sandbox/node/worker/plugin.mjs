import { isLegacy } from '../loader/legacy/generation.mjs';
import { loadPlugin } from '../loader/load_plugin.mjs';
import { recordedRepairs } from '../loader/repairs.mjs';
import { takeOffer } from './browser/launches.mjs';
import { describeCapabilities } from './capabilities.mjs';
import { configSettings } from './config_settings.mjs';
import { Conversation } from './conversation.mjs';
import { Failure, messageOf } from './failure.mjs';
import { observeSettings } from './observation.mjs';
import { startRuntime } from './runtime.mjs';

/** Where the isolation mounts the plugin. */
export const FOLDER = '/plugin';

/** Whether the plugin was written for core 0.x. */
export const origin = { legacy: isLegacy(FOLDER) };

/**
 * Loads the plugin and starts it on a runtime, ready for calls.
 * @param {typeof import('@elizaos/core')} core
 * @param {{agent: object, settings: Record<string, any>, permissions: string[]}} spec
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 */
export async function startPlugin(core, spec, host) {
  takeOffer(spec);
  exportSettings(spec.settings);
  const plugin = await load();
  const started = await startRuntime(core, plugin, spec, host);
  const routes = Object.values(plugin.routes ?? {}).filter((route) => route?.handler);
  return { ...started, routes, conversation: new Conversation(core, started.runtime) };
}

/**
 * Loads the plugin, tries to start it and tells what was learnt, also where starting failed.
 * @param {typeof import('@elizaos/core')} core
 * @param {{agent: object, settings: Record<string, any>, permissions: string[]}} spec
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 */
export async function inspectPlugin(core, spec, host) {
  takeOffer(spec);
  const observedSettings = observeSettings(core);
  const plugin = await load();
  const { runtime, reason } = await tryToStart(core, plugin, spec, host);
  return {
    plugin_name: plugin.name,
    description: String(plugin.description ?? ''),
    reason,
    repairs: recordedRepairs(),
    capabilities: describeCapabilities(plugin, runtime),
    config_settings: configSettings(plugin),
    observed_settings: observedSettings(),
  };
}

async function load() {
  try {
    return await loadPlugin(FOLDER, origin);
  } catch (error) {
    throw new Failure('PLUGIN_NOT_LOADED', `The plugin does not load: ${messageOf(error)}`, error);
  }
}

async function tryToStart(core, plugin, spec, host) {
  try {
    const { runtime, serviceProblems } = await startRuntime(core, plugin, spec, host);
    const problems = [...serviceProblems].map(([type, why]) => `Service ${type}: ${why}`);
    return { runtime, reason: problems.join('\n') || null };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

/** Many plugins read their settings from the environment, some of them while they load. */
function exportSettings(settings) {
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) continue;
    process.env[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}
