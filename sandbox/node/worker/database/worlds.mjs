import { randomUUID } from 'node:crypto';

/** Worlds, by id. */
export const worldMethods = ({ worlds }) => ({
  async createWorld(world) {
    const id = world.id ?? randomUUID();
    worlds.set(id, { ...world, id });
    return id;
  },
  async getWorld(id) {
    return worlds.get(id) ?? null;
  },
  async getAllWorlds() {
    return [...worlds.values()];
  },
  async updateWorld(world) {
    worlds.set(world.id, { ...worlds.get(world.id), ...world });
  },
  async removeWorld(id) {
    worlds.delete(id);
  },
});
