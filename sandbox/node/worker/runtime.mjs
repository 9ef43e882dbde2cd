import { createInMemoryDatabase } from './database/adapter.mjs';
import { Failure, messageOf } from './failure.mjs';
import { offerHost } from './host.mjs';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How long services may take to start before calls are let through, in milliseconds. */
const SERVICE_START_LIMIT = 10_000;

/**
 * A real `AgentRuntime` around one plugin.
 * @param {typeof import('@elizaos/core')} core
 * @param {object} plugin
 * @param {{agent: {id: string, name: string}, settings: Record<string, any>,
 *   permissions: string[]}} spec
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 */
export async function startRuntime(core, plugin, { agent, settings, permissions }, host) {
  const runtime = createRuntime(core, agent, settings);
  offerHost(runtime, host, permissions);
  try {
    await runtime.registerPlugin(plugin);
    await runtime.initialize();
  } catch (error) {
    throw new Failure(
      'PLUGIN_NOT_INITIALISED',
      `The plugin does not initialise: ${messageOf(error)}`,
      error,
    );
  }
  return { runtime, serviceProblems: await awaitServices(runtime, plugin) };
}

function createRuntime(core, agent, settings) {
  const agentId = UUID.test(agent.id) ? agent.id : core.stringToUuid(agent.id);
  const runtime = new core.AgentRuntime({
    agentId,
    character: { id: agentId, name: agent.name, bio: [], plugins: [], settings },
    adapter: createInMemoryDatabase(agentId),
    settings,
  });
  // Asking an embedding model for the size of its vectors needs the network; any size is kept.
  runtime.ensureEmbeddingDimension = async () => {};
  return runtime;
}

/** @returns {Promise<Map<string, string>>} why each service that did not start did not */
async function awaitServices(runtime, plugin) {
  const problems = new Map();
  const types = (plugin.services ?? []).map((service) => service.serviceType).filter(Boolean);
  const starts = types.map((type) =>
    within(SERVICE_START_LIMIT, runtime.getServiceLoadPromise(type)).catch((error) =>
      problems.set(String(type), messageOf(error)),
    ),
  );
  await Promise.all(starts);
  return problems;
}

async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, milliseconds, new Error(`not started within ${milliseconds} ms`));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
