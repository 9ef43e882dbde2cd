import { createDatabase } from './database/adapter.mjs';
import { HostTable } from './database/host_table.mjs';
import { hostKeeper, noKeeper } from './database/keeper.mjs';
import { MemoryTable } from './database/memory_table.mjs';
import { Sql } from './database/sql.mjs';
import { createTables } from './database/tables.mjs';
import { Failure, messageOf } from './failure.mjs';
import { offerHost, STORAGE } from './host.mjs';
import { hearMessages } from './messages.mjs';
import { offerModels } from './models.mjs';

const MEMORY = ['memory.read', 'memory.write'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How long services may take to start before calls are let through, in milliseconds. */
const SERVICE_START_LIMIT = 10_000;

/**
 * A real `AgentRuntime` around one plugin.
 * @param {typeof import('@elizaos/core')} core
 * @param {object} plugin
 * @param {{agent: {id: string, name: string, character: object}, settings: Record<string, any>,
 *   permissions: string[]}} spec
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 */
export async function startRuntime(core, plugin, spec, host) {
  const sql = new Sql(keeperFor(spec.permissions, host));
  const runtime = createRuntime(core, spec, tablesFor(spec.permissions, host), sql);
  offerHost(runtime, host, spec.permissions);
  offerModels(runtime, host, spec.permissions);
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
  hearMessages(runtime, host, spec.permissions);
  return { runtime, sql, serviceProblems: await awaitServices(runtime, plugin) };
}

/** Where memory is granted the host keeps the tables; else they end with the worker. */
const tablesFor = (permissions, host) =>
  MEMORY.every((each) => permissions.includes(each))
    ? createTables((name) => new HostTable((verb, args) => host.ask(verb, args), name))
    : createTables(() => new MemoryTable());

/** Where storage is granted the host keeps the plugin's own database; else it ends with the worker. */
const keeperFor = (permissions, host) =>
  STORAGE.every((each) => permissions.includes(each))
    ? hostKeeper((name, args) => host.ask(name, args))
    : noKeeper();

function createRuntime(core, { agent, settings }, tables, sql) {
  const agentId = UUID.test(agent.id) ? agent.id : core.stringToUuid(agent.id);
  const runtime = new core.AgentRuntime({
    agentId,
    character: { bio: [], ...agent.character, id: agentId, name: agent.name, plugins: [], settings },
    adapter: createDatabase(tables, agentId, sql),
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
