import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

/** Tasks, by id. */
export const taskMethods = ({ tasks }) => ({
  async createTask(task) {
    const id = task.id ?? randomUUID();
    await tasks.put([toRow({ tags: [], updatedAt: Date.now(), ...task, id })]);
    return id;
  },
  async getTasks({ roomId, tags, entityId }) {
    return (await tasks.find({ roomId, entityId }, { tags })).map(valueOf);
  },
  async getTask(id) {
    return valueOf((await tasks.get([id]))[0]);
  },
  async getTasksByName(name) {
    return (await tasks.find({ name })).map(valueOf);
  },
  async updateTask(id, changes) {
    const [known] = await tasks.get([id]);
    if (!known) return;
    await tasks.put([toRow({ ...known.value, ...changes, id, updatedAt: Date.now() }, known.at)]);
  },
  async deleteTask(id) {
    await tasks.remove([id]);
  },
});

function toRow(task, at) {
  const { name, roomId, worldId, entityId, tags } = task;
  return rowOf(task.id, task, { name, at, fields: { name, roomId, worldId, entityId, tags } });
}
