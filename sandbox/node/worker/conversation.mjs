import { randomUUID } from 'node:crypto';
import { messageOf } from './failure.mjs';
import { offerRecentMessages, showAmongMemories, stateWithoutProviders } from './recent_messages.mjs';

const SOURCE = 'one-graph';
const MESSAGES = 'messages';

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
   * @param {string} [without] the provider that is not asked for the state: it is called itself
   */
  async withMessage(text, use, without) {
    await (this.#joined ??= this.#join());
    const message = this.#memory(this.#entityId, { text, source: SOURCE });
    this.#underWay.add(message);
    try {
      return await use(message, await this.#stateFor(message, without));
    } finally {
      this.#underWay.delete(message);
      this.#runtime.stateCache.delete(message.id);
    }
  }

  /**
   * As `withMessage`, for what is said and answered: both stay in the room's history, and each step
   * is a row of the log.
   * @param {string} text
   * @param {{kind: 'action' | 'evaluator', name: string}} step
   * @param {(message: object, state: object) => Promise<any>} use
   */
  async withExchange(text, step, use) {
    return this.withMessage(text, async (message, state) => {
      if (text) await this.#runtime.createMemory(message, MESSAGES);
      const runId = this.#runtime.startRun(this.#roomId);
      this.#log('run_event', { runId, status: 'started', messageId: message.id });
      let status = 'error';
      try {
        const result = await use(message, state);
        status = 'completed';
        this.#log(step.kind, { runId, [step.kind]: step.name, message: text, result });
        return result;
      } finally {
        this.#log('run_event', { runId, status, messageId: message.id });
        this.#runtime.endRun();
      }
    });
  }

  /**
   * A handler's callback: what the agent says is emitted, and stays in the room's history.
   * @param {(content: any) => void} emit
   */
  callback(emit) {
    return async (content) => {
      emit(content);
      if (!content?.text) return [];
      const answer = this.#memory(this.#runtime.agentId, { source: SOURCE, ...content });
      await this.#runtime.createMemory(answer, MESSAGES);
      return [answer];
    };
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

  #memory(entityId, content) {
    return {
      id: randomUUID(),
      entityId,
      agentId: this.#runtime.agentId,
      roomId: this.#roomId,
      worldId: this.#runtime.agentId,
      content: { channelType: this.#core.ChannelType.DM, ...content },
      createdAt: Date.now(),
    };
  }

  /** Nobody waits for it; the answer of the call does. */
  #log(type, body) {
    const row = { entityId: this.#entityId, roomId: this.#roomId, type, body };
    this.#runtime.adapter
      .log(row)
      .catch((error) => this.#runtime.logger.warn(`A step was not logged: ${messageOf(error)}`));
  }

  /** A provider that fails must not stop an action that may not need it. */
  async #stateFor(message, without) {
    const usual = this.#runtime.providers.filter((each) => !each.private && !each.dynamic);
    const names = usual.map((each) => each.name).filter((name) => name !== without);
    try {
      return await this.#runtime.composeState(message, names, names.length > 0);
    } catch (error) {
      this.#runtime.logger.warn(`State without providers: ${messageOf(error)}`);
      return stateWithoutProviders(message);
    }
  }
}
