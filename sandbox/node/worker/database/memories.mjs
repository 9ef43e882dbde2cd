import { randomUUID } from 'node:crypto';
import { editDistance } from './similarity.mjs';
import { rowOf } from './tables.mjs';

/** Memories of every table name, in one table: their ids are unique across table names. */
export const memoryMethods = ({ memories }) => ({
  async getMemories(query) {
    const { start: from, end: to, offset, count } = query;
    return (await memories.find(criteriaOf(query), { from, to, offset, count })).map(memoryOf);
  },
  async getMemoryById(id) {
    const [row] = await memories.get([id]);
    return row ? memoryOf(row) : null;
  },
  async getMemoriesByIds(ids, tableName) {
    const rows = await memories.get(ids);
    const wanted = rows.filter((row) => !tableName || row.fields.tableName === tableName);
    return wanted.map(memoryOf);
  },
  async getMemoriesByRoomIds({ tableName, roomIds, limit }) {
    if (roomIds.length === 0) return [];
    return (await memories.find({ tableName, roomId: roomIds }, { count: limit })).map(memoryOf);
  },
  async getMemoriesByWorldId({ worldId, count, tableName }) {
    return this.getMemories({ worldId, count, tableName });
  },
  async getCachedEmbeddings(query) {
    const rows = await memories.find({ tableName: query.query_table_name });
    return rows
      .filter((row) => row.vector)
      .map((row) => ({
        embedding: row.vector,
        levenshtein_score: editDistance(textOf(row.value, query), query.query_input),
      }))
      .filter((match) => match.levenshtein_score <= query.query_threshold)
      .sort((a, b) => a.levenshtein_score - b.levenshtein_score)
      .slice(0, query.query_match_count);
  },
  async searchMemories(query) {
    const { embedding, match_threshold: threshold, count } = query;
    const found = await memories.nearest(criteriaOf(query), embedding, { threshold, count });
    return found.map(({ row, similarity }) => ({ ...memoryOf(row), similarity }));
  },
  async createMemory(memory, tableName, unique = memory.unique) {
    const id = memory.id ?? randomUUID();
    await memories.put([toRow({ createdAt: Date.now(), ...memory, id, unique }, tableName)]);
    return id;
  },
  async updateMemory(changes) {
    const [row] = await memories.get([changes.id]);
    if (!row) return false;
    const known = memoryOf(row);
    const metadata = { ...known.metadata, ...changes.metadata };
    await memories.put([toRow({ ...known, ...changes, metadata }, row.fields.tableName)]);
    return true;
  },
  async deleteMemory(id) {
    await memories.remove([id]);
  },
  async deleteManyMemories(ids) {
    await memories.remove(ids);
  },
  async deleteAllMemories(roomId, tableName) {
    const found = await memories.find({ roomId, tableName });
    await memories.remove(found.map((row) => row.id));
  },
  async countMemories(roomId, unique = true, tableName = undefined) {
    return memories.count(criteriaOf({ roomId, tableName, unique }));
  },
});

function criteriaOf({ tableName, entityId, roomId, worldId, agentId, unique }) {
  return { tableName, entityId, roomId, worldId, agentId, unique: unique || null };
}

/** Vectors are kept beside what they stand for. */
function memoryOf({ value, vector }) {
  return vector ? { ...value, embedding: vector } : value;
}

function toRow({ embedding, ...memory }, tableName) {
  const { id, entityId, roomId, worldId, agentId, unique, createdAt } = memory;
  const fields = { tableName, entityId, roomId, worldId, agentId, unique: Boolean(unique) };
  const name = memory.content?.text;
  return rowOf(id, memory, { name, at: createdAt, fields, vector: embedding });
}

function textOf(memory, { query_field_name: field, query_field_sub_name: subfield }) {
  return String(memory[field]?.[subfield] ?? '');
}
