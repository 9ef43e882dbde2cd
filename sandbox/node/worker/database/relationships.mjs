import { randomUUID } from 'node:crypto';
import { rowsWhere } from './tables.mjs';

/** Relationships between two entities. */
export const relationshipMethods = ({ relationships }, agentId) => ({
  async createRelationship({ sourceEntityId, targetEntityId, tags = [], metadata = {} }) {
    const id = randomUUID();
    const createdAt = new Date().toISOString();
    const ends = { sourceEntityId, targetEntityId };
    relationships.set(id, { id, agentId, ...ends, tags, metadata, createdAt });
    return true;
  },
  async updateRelationship(relationship) {
    relationships.set(relationship.id, {
      ...relationships.get(relationship.id),
      ...relationship,
    });
  },
  async getRelationship({ sourceEntityId, targetEntityId }) {
    return rowsWhere(relationships, { sourceEntityId, targetEntityId })[0] ?? null;
  },
  async getRelationships({ entityId, tags = [] }) {
    return [...relationships.values()].filter(
      (row) =>
        [row.sourceEntityId, row.targetEntityId].includes(entityId) &&
        tags.every((tag) => row.tags.includes(tag)),
    );
  },
});
