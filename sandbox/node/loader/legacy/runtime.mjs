import { CacheManager, MemoryManager, withUserId } from './managers.mjs';

const views = new WeakMap();
const TABLES = {
  descriptionManager: 'descriptions',
  documentsManager: 'documents',
  knowledgeManager: 'knowledge',
  loreManager: 'lore',
  messageManager: 'messages',
  ragKnowledgeManager: 'knowledge',
};
const EMPTY_LISTS = ['adjectives', 'bio', 'clients', 'knowledge', 'lore', 'messageExamples',
  'plugins', 'postExamples', 'topics'];

/** The service behind what was registered for it, for whoever knew it before. */
export const BEHIND = Symbol('one-graph.service');

/**
 * A runtime as core 0.x had it: the one of now, with what has gone since.
 * @param {object} runtime
 * @returns {object} always the same one for the same runtime
 */
export function legacyRuntime(runtime) {
  if (!views.has(runtime)) views.set(runtime, viewOf(runtime));
  return views.get(runtime);
}

function viewOf(runtime) {
  const own = ownMembers(runtime);
  const view = new Proxy(runtime, {
    get(target, key) {
      if (key in own) return own[key];
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (_target, key, value) => Reflect.set(own, key, value),
    has: (target, key) => key in own || key in target,
  });
  views.set(view, view);
  return view;
}

function ownMembers(runtime) {
  const tables = Object.entries(TABLES).map(([name, tableName]) => [
    name,
    new MemoryManager({ runtime, tableName }),
  ]);
  return {
    ...Object.fromEntries(tables),
    ...settingsOf(runtime),
    cacheManager: new CacheManager(cacheOf(runtime)),
    character: characterOf(runtime),
    clients: [],
    composeState: (message, more) => composeState(runtime, message, more),
    databaseAdapter: runtime.adapter ?? runtime,
    ensureConnection: (entityId, roomId, userName, name, source) =>
      runtime.ensureConnection({ entityId, roomId, userName, name, source, worldId: roomId }),
    ensureParticipantExists: async () => {},
    ensureParticipantInRoom: (entityId, roomId) => runtime.ensureParticipantInRoom(entityId, roomId),
    ensureRoomExists: async (id) => runtime.ensureRoomExists({ id, source: 'legacy', type: 'GROUP' }),
    ensureUserExists: async (id, ...names) =>
      runtime.createEntity({ id, names: names.filter(Boolean), agentId: runtime.agentId }),
    fetch: globalThis.fetch,
    getConversationLength: () => 32,
    getMemoryManager: (tableName) => new MemoryManager({ runtime, tableName }),
    getService: (type) => behind(runtime.getService(type)),
    registerMemoryManager: () => {},
    updateRecentMessageState: async (state) => state,
  };
}

/** Core 0.x gave every setting as text. */
function settingsOf(runtime) {
  return {
    getSetting(key) {
      const value = runtime.getSetting(key);
      return value === null || value === undefined ? null : String(value);
    },
    imageModelProvider: 'host',
    imageVisionModelProvider: 'host',
    modelProvider: 'host',
    serverUrl: '',
    token: null,
  };
}

const cacheOf = (runtime) => ({
  get: (key) => runtime.getCache(key),
  set: (key, value) => runtime.setCache(key, value),
  delete: (key) => runtime.deleteCache(key),
});

function characterOf({ character }) {
  const lists = Object.fromEntries(EMPTY_LISTS.map((name) => [name, character[name] ?? []]));
  const style = { all: [], chat: [], post: [], ...character.style };
  const settings = { secrets: {}, ...character.settings };
  return { modelProvider: 'host', templates: {}, clientConfig: {}, ...character, ...lists, style, settings };
}

async function composeState(runtime, message, more) {
  const state = await runtime.composeState({ ...message, entityId: message.entityId ?? message.userId });
  return Object.assign(legacyState(state), more);
}

/** A state as core 0.x had it: each value at the top, and messages as text and as data. */
export const legacyState = (state) =>
  state && { ...state, ...state.values, recentMessagesData: state.recentMessages ?? [] };

const behind = (service) => service?.[BEHIND] ?? service;

/** A message as core 0.x had it. */
export const legacyMessage = (message) => message && withUserId(message);
