import { randomUUID } from 'node:crypto';
import { messageOf } from './failure.mjs';
import { offerRecentMessages, showAmongMemories, stateWithoutProviders } from './recent_messages.mjs';

const SOURCE = 'one-graph';

/** The room in which the caller talks to the agent: what handlers are told a message came from. */
export class Conversation {
  #core;
  #runtime;
  #entityId;
  #roomId;
  #joined = null;
  #underWay = new Set();

  /** @param {typeof import('@elizaos/core')} core @param {object} runtime */
  constructor(core, runtime) {
    this.#core = core;
    this.#runtime = runtime;
    this.#entityId = core.stringToUuid(`${runtime.agentId}:caller`);
    this.#roomId = core.stringToUuid(`${runtime.agentId}:room`);
    showAmongMemories(runtime, this.#underWay);
    offerRecentMessages(runtime);
  }

  /**
   * Runs `use(message, state)` on a new message, with the state composed from the providers.
   * @param {string} text what the message says
   * @param {(message: object, state: object) => Promise<any>} use
   */
  async withMessage(text, use) {
    await (this.#joined ??= this.#join());
    const message = this.#say(text);
    this.#underWay.add(message);
    try {
      return await use(message, await this.#stateFor(message));
    } finally {
      this.#underWay.delete(message);
      this.#runtime.stateCache.delete(message.id);
    }
  }

  #join() {
    const { agentId } = this.#runtime;
    return this.#runtime.ensureConnection({
      entityId: this.#entityId,
      roomId: this.#roomId,
      worldId: agentId,
      userName: 'caller',
      name: 'Caller',
      source: SOURCE,
      type: this.#core.ChannelType.DM,
      channelId: this.#roomId,
      messageServerId: agentId,
    });
  }

  #say(text) {
    return {
      id: randomUUID(),
      entityId: this.#entityId,
      agentId: this.#runtime.agentId,
      roomId: this.#roomId,
      worldId: this.#runtime.agentId,
      content: { text, source: SOURCE, channelType: this.#core.ChannelType.DM },
      createdAt: Date.now(),
    };
  }

  /** A provider that fails must not stop an action that may not need it. */
  async #stateFor(message) {
    try {
      return await this.#runtime.composeState(message);
    } catch (error) {
      this.#runtime.logger.warn(`State without providers: ${messageOf(error)}`);
      return stateWithoutProviders(message);
    }
  }
}
