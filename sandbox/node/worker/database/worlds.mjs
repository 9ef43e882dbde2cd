import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

/** Worlds, by id. */
export const worldMethods = ({ worlds }) => ({
  async createWorld(world) {
    const id = world.id ?? randomUUID();
    await worlds.put([toRow({ ...world, id })]);
    return id;
  },
  async getWorld(id) {
    return valueOf((await worlds.get([id]))[0]);
  },
  async getAllWorlds() {
    return (await worlds.find()).map(valueOf);
  },
  async updateWorld(world) {
    const [known] = await worlds.get([world.id]);
    await worlds.put([toRow({ ...valueOf(known), ...world }, known?.at)]);
  },
  async removeWorld(id) {
    await worlds.remove([id]);
  },
});

const toRow = (world, at) => rowOf(world.id, world, { name: world.name, at });
