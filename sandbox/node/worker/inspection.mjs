import { NoPlugin, PackageFault } from '../loader/package_fault.mjs';
import { recordedRepairs } from '../loader/repairs.mjs';
import { takeOffer } from './browser/launches.mjs';
import { describeCapabilities, furtherKinds } from './capabilities.mjs';
import { configSettings } from './config_settings.mjs';
import { messageOf } from './failure.mjs';
import { observeSettings } from './observation.mjs';
import { loadPlugin } from './plugin.mjs';
import { startRuntime } from './runtime.mjs';
import { PatientInit } from './patient_init.mjs';

const MOST_DETAIL = 4000;
const OF_CORE = /^Service \S+ from plugin .*? failed to register: /;

/**
 * Loads the plugin, tries to start it and tells what was learnt, whatever of it failed. `reason` is
 * for whoever chooses plugins, `detail` for whoever writes this one.
 * @param {typeof import('@elizaos/core')} core
 * @param {{agent: object, settings: Record<string, any>, permissions: string[], bundled: boolean}} spec
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 */
export async function inspectPlugin(core, spec, host) {
  takeOffer(spec);
  const observedSettings = observeSettings(core);
  const found = await look(core, spec, host);
  return { ...found, repairs: recordedRepairs(), observed_settings: observedSettings() };
}

async function look(core, spec, host) {
  const began = performance.now();
  let plugin;
  try {
    plugin = await loadPlugin(spec.bundled);
  } catch (error) {
    return notLoaded(error);
  }
  const load_ms = performance.now() - began;
  const { runtime, ...start } = await tryToStart(core, plugin, spec, host);
  return {
    loaded: true,
    load_ms,
    plugin_name: plugin.name,
    description: String(plugin.description ?? ''),
    capabilities: describeCapabilities(plugin, runtime),
    config_settings: configSettings(plugin),
    further_kinds: furtherKinds(plugin),
    ...start,
  };
}

function notLoaded({ cause }) {
  const reason = messageOf(cause);
  return {
    loaded: false,
    is_plugin: !(cause instanceof NoPlugin),
    reason: cause instanceof PackageFault ? reason : `Its code ends in an error: ${reason}`,
    detail: detailOf(cause),
  };
}

async function tryToStart(core, plugin, spec, host) {
  const init = new PatientInit(plugin);
  try {
    const { runtime, serviceProblems } = await startRuntime(core, init.plugin, spec, host);
    const services = [...serviceProblems].map(([service, why]) => ({
      service,
      reason: why.replace(OF_CORE, ''),
    }));
    return { runtime, initialised: true, services_not_started: services, ...asked(init) };
  } catch (error) {
    return { initialised: false, reason: messageOf(error), detail: detailOf(error.cause) };
  }
}

const asked = ({ complaint }) =>
  complaint
    ? { reason: `It asks for settings: ${messageOf(complaint)}`, detail: detailOf(complaint) }
    : { reason: null };

const detailOf = (error) => String(error?.stack ?? '').slice(0, MOST_DETAIL);
