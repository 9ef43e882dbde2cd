import { randomUUID } from 'node:crypto';
import { rowsWhere } from './tables.mjs';

/** Pieces of data attached to entities. */
export const componentMethods = ({ components }) => ({
  async getComponent(entityId, type, worldId, sourceEntityId) {
    return rowsWhere(components, { entityId, type, worldId, sourceEntityId })[0] ?? null;
  },
  async getComponents(entityId, worldId, sourceEntityId) {
    return rowsWhere(components, { entityId, worldId, sourceEntityId });
  },
  async createComponent(component) {
    const id = component.id ?? randomUUID();
    components.set(id, { createdAt: Date.now(), ...component, id });
    return true;
  },
  async updateComponent(component) {
    components.set(component.id, { ...components.get(component.id), ...component });
  },
  async deleteComponent(id) {
    components.delete(id);
  },
});
