import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

/** Pieces of data attached to entities. */
export const componentMethods = ({ components }) => ({
  async getComponent(entityId, type, worldId, sourceEntityId) {
    const found = await components.find({ entityId, type, worldId, sourceEntityId }, { count: 1 });
    return valueOf(found[0]);
  },
  async getComponents(entityId, worldId, sourceEntityId) {
    return (await components.find({ entityId, worldId, sourceEntityId })).map(valueOf);
  },
  async createComponent(component) {
    const id = component.id ?? randomUUID();
    await components.put([toRow({ createdAt: Date.now(), ...component, id })]);
    return true;
  },
  async updateComponent(component) {
    const [known] = await components.get([component.id]);
    await components.put([toRow({ ...valueOf(known), ...component })]);
  },
  async deleteComponent(id) {
    await components.remove([id]);
  },
});

function toRow(component) {
  const { id, type, entityId, worldId, sourceEntityId, createdAt } = component;
  const fields = { type, entityId, worldId, sourceEntityId };
  return rowOf(id, component, { name: type, at: createdAt, fields });
}
