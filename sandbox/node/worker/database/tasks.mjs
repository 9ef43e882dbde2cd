import { randomUUID } from 'node:crypto';
import { rowsWhere } from './tables.mjs';

/** Tasks, by id. */
export const taskMethods = ({ tasks }) => ({
  async createTask(task) {
    const id = task.id ?? randomUUID();
    tasks.set(id, { tags: [], updatedAt: Date.now(), ...task, id });
    return id;
  },
  async getTasks({ roomId, tags = [], entityId }) {
    const found = rowsWhere(tasks, { roomId, entityId });
    return found.filter((task) => tags.every((tag) => task.tags.includes(tag)));
  },
  async getTask(id) {
    return tasks.get(id) ?? null;
  },
  async getTasksByName(name) {
    return rowsWhere(tasks, { name });
  },
  async updateTask(id, changes) {
    if (tasks.has(id)) tasks.set(id, { ...tasks.get(id), ...changes, updatedAt: Date.now() });
  },
  async deleteTask(id) {
    tasks.delete(id);
  },
});
