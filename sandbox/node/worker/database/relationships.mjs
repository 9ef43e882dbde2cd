import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

/** Relationships between two entities: one from each to each other. */
export const relationshipMethods = ({ relationships }, agentId) => ({
  async createRelationship({ sourceEntityId, targetEntityId, tags = [], metadata = {} }) {
    const ends = { sourceEntityId, targetEntityId };
    const createdAt = new Date().toISOString();
    const created = { id: randomUUID(), agentId, ...ends, tags, metadata, createdAt };
    await relationships.put([toRow(created)]);
    return true;
  },
  async updateRelationship(relationship) {
    const [known] = await relationships.get([keyOf(relationship)]);
    await relationships.put([toRow({ ...valueOf(known), ...relationship })]);
  },
  async getRelationship(ends) {
    return valueOf((await relationships.get([keyOf(ends)]))[0]);
  },
  async getRelationships({ entityId, tags }) {
    const found = await Promise.all([
      relationships.find({ sourceEntityId: entityId }, { tags }),
      relationships.find({ targetEntityId: entityId }, { tags }),
    ]);
    return [...new Map(found.flat().map((row) => [row.id, row.value])).values()];
  },
});

const keyOf = ({ sourceEntityId, targetEntityId }) => `${sourceEntityId}/${targetEntityId}`;

function toRow(relationship) {
  const { sourceEntityId, targetEntityId, tags, createdAt } = relationship;
  const fields = { sourceEntityId, targetEntityId, tags };
  return rowOf(keyOf(relationship), relationship, { at: createdAt, fields });
}
