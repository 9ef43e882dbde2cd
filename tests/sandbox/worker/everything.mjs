/* A plugin with a capability of every kind. */
const says = (message, word) => message.content.text.includes(word);
const slow = async (runtime) => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { stop: async () => {}, ready: () => runtime.getSetting('KEY') };
};
class Post {
  sent = [];
  send(text) {
    this.sent.push(text);
    return this.sent.length;
  }
}
class Office {
  static serviceType = 'office';
  static async start(runtime) {
    return Object.assign(new Office(), { runtime, post: new Post(), _hidden: new Post() });
  }
  async stop() {}
}
export default {
  name: 'sample',
  description: 'd',
  init: async (config, runtime) => {
    if (runtime.getSetting('KEY') === 'refuse') throw new Error('no key');
  },
  actions: [
    {
      name: 'GREET',
      similes: ['HELLO'],
      validate: async (runtime, message) => says(message, 'hi'),
      handler: async (runtime, message, state, options, callback) => {
        await callback({ text: 'first' });
        await callback({ text: message.content.text, options, mood: state.values.mood });
        return { success: true, data: { text: state.text } };
      },
    },
    {
      name: 'THROW',
      handler: async () => {
        throw new RangeError('too far');
      },
    },
    {
      name: 'THROW_TEXT',
      handler: async () => {
        throw 'just text';
      },
    },
    {
      name: 'RECALL',
      handler: async (runtime, message, state) => {
        const { roomId, agentId } = message;
        const said = { roomId, entityId: agentId, content: { text: 'at your service' } };
        await runtime.createMemory({ ...said, createdAt: message.createdAt - 1 }, 'messages');
        const now = await runtime.composeState(message, ['RECENT_MESSAGES'], true);
        return {
          given: state.values.recentMessages,
          text: now.values.recentMessages,
          kept: (await runtime.getMemories({ tableName: 'messages', roomId, count: 9 })).length,
          list: now.recentMessages.map(({ user, content }) => [user, content.text]),
        };
      },
    },
    {
      name: 'REMEMBER',
      handler: async (runtime, message) => {
        const id = await runtime.createMemory({ ...message, embedding: [1, 0] }, 'facts');
        await runtime.createMemory({ ...message, id: undefined, embedding: [0, 1] }, 'facts');
        const found = await runtime.searchMemories({
          tableName: 'facts',
          embedding: [1, 0.1],
          match_threshold: 0.5,
        });
        await runtime.setCache('k', { v: 1 });
        const room = await runtime.getRoom(message.roomId);
        const people = await runtime.getEntitiesForRoom(message.roomId);
        return {
          found: found.map((memory) => memory.id === id),
          cached: await runtime.getCache('k'),
          count: await runtime.countMemories(message.roomId, false, 'facts'),
          room: room.type,
          people: people.length,
        };
      },
    },
  ],
  providers: [
    {
      name: 'MOOD',
      get: async (runtime, message) => ({
        text: 'sunny',
        values: { mood: 'good' },
        data: { heard: message.content.text },
      }),
    },
  ],
  evaluators: [
    {
      name: 'SCORE',
      description: 'd',
      validate: async (runtime, message) => says(message, '!'),
      handler: async () => ({ score: 7 }),
    },
  ],
  services: [
    { serviceType: 'slow', start: slow },
    Office,
    {
      serviceType: 'broken',
      start: async () => {
        throw new Error('wire cut');
      },
    },
  ],
  models: { TEXT_SMALL: async (runtime, { prompt }) => prompt.toUpperCase() },
};
