import { randomUUID } from 'node:crypto';
import { keepNewest, rowsWhere } from './tables.mjs';
import { cosineSimilarity, editDistance } from './similarity.mjs';

const MOST_MEMORIES = 10_000;

/** Memories of every table name, in one map: their ids are unique across tables. */
export const memoryMethods = ({ memories }) => ({
  async getMemories(query) {
    const { tableName, entityId, roomId, worldId, agentId, offset = 0, count } = query;
    const criteria = {
      tableName,
      entityId,
      roomId,
      worldId,
      agentId,
      unique: query.unique || null,
    };
    const found = rowsWhere(memories, criteria)
      .filter(({ memory }) => isWithin(memory.createdAt, query.start, query.end))
      .map(({ memory }) => memory)
      .sort(newestFirst);
    return found.slice(offset, count ? offset + count : undefined);
  },
  async getMemoryById(id) {
    return memories.get(id)?.memory ?? null;
  },
  async getMemoriesByIds(ids, tableName) {
    const rows = ids.map((id) => memories.get(id)).filter(Boolean);
    return rows.filter((row) => !tableName || row.tableName === tableName).map((row) => row.memory);
  },
  async getMemoriesByRoomIds({ tableName, roomIds, limit }) {
    const all = await this.getMemories({ tableName });
    return all.filter((memory) => roomIds.includes(memory.roomId)).slice(0, limit);
  },
  async getMemoriesByWorldId({ worldId, count, tableName }) {
    return this.getMemories({ worldId, count, tableName });
  },
  async getCachedEmbeddings(query) {
    return rowsWhere(memories, { tableName: query.query_table_name })
      .filter(({ memory }) => memory.embedding)
      .map(({ memory }) => ({
        embedding: memory.embedding,
        levenshtein_score: editDistance(textOf(memory, query), query.query_input),
      }))
      .filter((match) => match.levenshtein_score <= query.query_threshold)
      .sort((a, b) => a.levenshtein_score - b.levenshtein_score)
      .slice(0, query.query_match_count);
  },
  async searchMemories(query) {
    const candidates = await this.getMemories({ ...query, count: undefined });
    return candidates
      .filter((memory) => memory.embedding)
      .map((memory) => ({
        ...memory,
        similarity: cosineSimilarity(memory.embedding, query.embedding),
      }))
      .filter((memory) => memory.similarity >= (query.match_threshold ?? 0))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, query.count ?? 10);
  },
  async createMemory(memory, tableName, unique = memory.unique) {
    const id = memory.id ?? randomUUID();
    memories.set(id, toRow({ createdAt: Date.now(), ...memory, id, unique }, tableName));
    keepNewest(memories, MOST_MEMORIES);
    return id;
  },
  async updateMemory(changes) {
    const row = memories.get(changes.id);
    if (!row) return false;
    const metadata = { ...row.memory.metadata, ...changes.metadata };
    memories.set(changes.id, toRow({ ...row.memory, ...changes, metadata }, row.tableName));
    return true;
  },
  async deleteMemory(id) {
    memories.delete(id);
  },
  async deleteManyMemories(ids) {
    for (const id of ids) memories.delete(id);
  },
  async deleteAllMemories(roomId, tableName) {
    for (const { memory } of rowsWhere(memories, { roomId, tableName })) memories.delete(memory.id);
  },
  async countMemories(roomId, unique = true, tableName = undefined) {
    return rowsWhere(memories, { roomId, tableName, unique: unique || null }).length;
  },
});

function toRow(memory, tableName) {
  const { entityId, roomId, worldId, agentId, unique } = memory;
  return { memory, tableName, entityId, roomId, worldId, agentId, unique: Boolean(unique) };
}

const newestFirst = (a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0);

const isWithin = (time, start, end) => time >= (start ?? -Infinity) && time <= (end ?? Infinity);

function textOf(memory, { query_field_name: field, query_field_sub_name: subfield }) {
  return String(memory[field]?.[subfield] ?? '');
}
