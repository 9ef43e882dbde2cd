import { agentMethods } from './agents.mjs';
import { cacheMethods } from './cache.mjs';
import { componentMethods } from './components.mjs';
import { connectionMethods } from './connection.mjs';
import { entityMethods } from './entities.mjs';
import { logMethods } from './logs.mjs';
import { memoryMethods } from './memories.mjs';
import { participantMethods } from './participants.mjs';
import { relationshipMethods } from './relationships.mjs';
import { roomMethods } from './rooms.mjs';
import { taskMethods } from './tasks.mjs';
import { worldMethods } from './worlds.mjs';

const NOUNS = [
  agentMethods,
  cacheMethods,
  componentMethods,
  connectionMethods,
  entityMethods,
  logMethods,
  memoryMethods,
  participantMethods,
  relationshipMethods,
  roomMethods,
  taskMethods,
  worldMethods,
];

/**
 * An elizaOS `IDatabaseAdapter` over tables.
 * @param {Record<string, import('./memory_table.mjs').MemoryTable>} tables
 * @param {string} agentId the agent that owns what is stored
 * @param {import('./sql.mjs').Sql} sql the plugin's own database, opened by who reads `db`
 * @returns {import('@elizaos/core').IDatabaseAdapter}
 */
export function createDatabase(tables, agentId, sql) {
  const methods = NOUNS.map((methodsOf) => methodsOf(tables, agentId, sql));
  return Object.defineProperty(Object.assign({}, ...methods), 'db', {
    get: () => sql.db,
    enumerable: true,
  });
}
