/** One table of memories, as core 0.x gave plugins access to it. */
export class MemoryManager {
  constructor({ runtime, tableName }) {
    this.runtime = runtime;
    this.tableName = tableName;
  }

  createMemory(memory, unique) {
    const entityId = memory.entityId ?? memory.userId;
    return this.runtime.createMemory({ ...memory, entityId }, this.tableName, unique);
  }

  async getMemories({ roomId, count = 10, unique, start, end }) {
    const found = await this.runtime.getMemories({ roomId, count, unique, start, end, tableName: this.tableName });
    return found.map(withUserId);
  }

  async getMemoriesByRoomIds({ roomIds, limit }) {
    const found = await this.runtime.getMemoriesByRoomIds({ roomIds, limit, tableName: this.tableName });
    return found.map(withUserId);
  }

  async getMemoryById(id) {
    const found = await this.runtime.getMemoryById(id);
    return found && withUserId(found);
  }

  async searchMemoriesByEmbedding(embedding, options = {}) {
    const found = await this.runtime.searchMemories({ ...options, embedding, tableName: this.tableName });
    return found.map(withUserId);
  }

  async addEmbeddingToMemory(memory) {
    return (await this.runtime.addEmbeddingToMemory?.(memory)) ?? memory;
  }

  getCachedEmbeddings = async () => [];
  removeMemory = (id) => this.runtime.deleteMemory(id);
  removeAllMemories = (roomId) => this.runtime.deleteAllMemories(roomId, this.tableName);
  countMemories = (roomId, unique) => this.runtime.countMemories(roomId, unique, this.tableName);
}

/** What core 0.x called a user is an entity now. */
export const withUserId = (memory) => ({ ...memory, userId: memory.userId ?? memory.entityId });

/** A cache over whatever has get, set and delete. */
export class CacheManager {
  #adapter;

  constructor(adapter = new Map()) {
    this.#adapter = adapter;
  }

  get = async (key) => this.#adapter.get(key);
  set = async (key, value) => void (await this.#adapter.set(key, value));
  delete = async (key) => void (await this.#adapter.delete(key));
}

class MemoryCacheAdapter extends Map {}

/** What plugins derive database adapters from; the host's database is the one in use. */
class DatabaseAdapter {
  db = null;

  async init() {}

  async close() {}
}

export const managers = {
  CacheManager,
  DatabaseAdapter,
  DbCacheAdapter: MemoryCacheAdapter,
  FsCacheAdapter: MemoryCacheAdapter,
  MemoryCacheAdapter,
  MemoryManager,
};
