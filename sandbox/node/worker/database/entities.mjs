import { randomUUID } from 'node:crypto';
import { rowsWhere } from './tables.mjs';

/** Entities (people and agents), by id. */
export const entityMethods = ({ entities, components, participants }) => ({
  async getEntitiesByIds(ids) {
    return ids.map((id) => entities.get(id)).filter(Boolean);
  },
  async getEntitiesForRoom(roomId, includeComponents = false) {
    const inRoom = await this.getEntitiesByIds([...(participants.get(roomId) ?? [])]);
    if (!includeComponents) return inRoom;
    return inRoom.map((entity) => ({
      ...entity,
      components: rowsWhere(components, { entityId: entity.id }),
    }));
  },
  async createEntities(created) {
    for (const entity of created) {
      const id = entity.id ?? randomUUID();
      entities.set(id, { ...entity, id });
    }
    return true;
  },
  async updateEntity(entity) {
    entities.set(entity.id, { ...entities.get(entity.id), ...entity });
  },
});
