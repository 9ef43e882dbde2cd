const NAME = 'RECENT_MESSAGES';
const MOST = 32;

/** Messages, oldest first; as text, which is what templates want of them, a line for each. */
class Transcript extends Array {
  static get [Symbol.species]() {
    return Array;
  }

  toString() {
    return Array.from(this, ({ name, content }) => `${name}: ${content.text ?? ''}`).join('\n');
  }
}

/**
 * Tells handlers what was said before: as the provider that agents have, where the plugin brings
 * none itself, and as `recentMessages` of a state, where many look for it since core 0.x.
 * @param {object} runtime
 */
export function offerRecentMessages(runtime) {
  if (!runtime.providers.some(({ name }) => name === NAME)) runtime.registerProvider(RECENT_MESSAGES);
  const composeState = runtime.composeState.bind(runtime);
  runtime.composeState = async (message, ...rest) => {
    const state = await composeState(message, ...rest);
    const { recentMessages } = state.data.providers?.[NAME]?.data ?? {};
    return recentMessages instanceof Transcript ? Object.assign(state, { recentMessages }) : state;
  };
}

/**
 * Shows messages that are being answered among those of their room: an agent keeps each before it
 * answers.
 * @param {object} runtime
 * @param {Set<object>} underWay
 */
export function showAmongMemories(runtime, underWay) {
  const getMemories = runtime.getMemories.bind(runtime);
  runtime.getMemories = async (query) => {
    const found = await getMemories(query);
    if (query.tableName !== 'messages') return found;
    const ids = new Set(found.map(({ id }) => id));
    const isNew = ({ id, roomId }) => roomId === query.roomId && !ids.has(id);
    return [...[...underWay].filter(isNew), ...found].slice(0, query.count);
  };
}

/** A state where no provider can be asked. */
export function stateWithoutProviders(message) {
  const recentMessages = Transcript.from([{ ...message, name: 'Caller', user: 'Caller' }]);
  return { recentMessages, values: { recentMessages: String(recentMessages) }, data: {}, text: '' };
}

/** The host's own provider, which is none of the plugin's. */
export const RECENT_MESSAGES = {
  name: NAME,
  description: 'What was said in the room',
  position: 100,
  async get(runtime, message) {
    const recentMessages = await transcriptOf(runtime, message);
    const text = String(recentMessages);
    return {
      data: { recentMessages },
      values: { recentMessages: text },
      text: `# Conversation Messages\n${text}`,
    };
  },
};

async function transcriptOf(runtime, message) {
  const { roomId } = message;
  const found = await runtime.getMemories({ tableName: 'messages', roomId, count: MOST });
  const messages = found.toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0));
  const names = await namesOf(runtime, new Set(messages.map(({ entityId }) => entityId)));
  return Transcript.from(messages, (each) => {
    const name = names.get(each.entityId);
    return { ...each, name, user: name };
  });
}

async function namesOf(runtime, ids) {
  const named = [...ids].map(async (id) => {
    const entity = await runtime.getEntityById(id);
    return [id, entity?.names?.[0] ?? 'Someone'];
  });
  return new Map(await Promise.all(named));
}
