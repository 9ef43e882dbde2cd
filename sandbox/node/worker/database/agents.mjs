/** Agents, by id. They are the group's own: what plugins change of them ends with the worker. */
export const agentMethods = () => {
  const agents = new Map();
  return {
    async getAgent(id) {
      return agents.get(id) ?? null;
    },
    async getAgents() {
      return [...agents.values()];
    },
    async createAgent(agent) {
      const now = Date.now();
      agents.set(agent.id, { ...agent, createdAt: now, updatedAt: now });
      return true;
    },
    async updateAgent(id, changes) {
      if (!agents.has(id)) return false;
      agents.set(id, { ...agents.get(id), ...changes, updatedAt: Date.now() });
      return true;
    },
    async deleteAgent(id) {
      return agents.delete(id);
    },
  };
};
