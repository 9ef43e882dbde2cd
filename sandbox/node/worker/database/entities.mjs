import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

/** Entities (people and agents), by id. */
export const entityMethods = ({ entities, components, participants }) => ({
  async getEntitiesByIds(ids) {
    return (await entities.get(ids)).map(valueOf);
  },
  async getEntitiesForRoom(roomId, includeComponents = false) {
    const inRoom = await participants.find({ roomId });
    const found = await this.getEntitiesByIds(inRoom.map((row) => row.fields.entityId));
    if (!includeComponents || found.length === 0) return found;
    const parts = (await components.find({ entityId: found.map(({ id }) => id) })).map(valueOf);
    return found.map((entity) => ({
      ...entity,
      components: parts.filter((part) => part.entityId === entity.id),
    }));
  },
  async createEntities(created) {
    await entities.put(created.map((entity) => toRow({ ...entity, id: entity.id ?? randomUUID() })));
    return true;
  },
  async updateEntity(entity) {
    const [known] = await entities.get([entity.id]);
    await entities.put([toRow({ ...valueOf(known), ...entity }, known?.at)]);
  },
});

const toRow = (entity, at) => rowOf(entity.id, entity, { name: entity.names?.[0], at });
