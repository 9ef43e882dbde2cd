import { enums, SERVICE_TYPES } from './enums.mjs';
import { managers } from './managers.mjs';
import { models } from './models.mjs';
import { Service } from './service.mjs';
import { texts } from './texts.mjs';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const nothing = async () => [];

/**
 * What core 0.x exported and core does not, or exports with another meaning.
 * @param {typeof import('@elizaos/core')} core
 * @returns {Record<string, any>}
 */
export function legacyExports(core) {
  const knowledge = { get: nothing, set: nothing, preprocess: (text) => text };
  return {
    ...enums,
    ...managers,
    ...models,
    ...texts,
    CharacterSchema: { parse: (value) => value, safeParse: (data) => ({ success: true, data }) },
    Service,
    ServiceType: { ...core.ServiceType, ...SERVICE_TYPES },
    configureSettings: (values) => Object.assign(settings, values),
    createGoal: nothing,
    createInitialConversationContext: () => '',
    defaultCharacter: { name: 'Eliza' },
    elizaLogger: loggerOf(core),
    formatGoalsAsString: () => '',
    getActorDetails: nothing,
    getEnvVariable: (key, fallback) => process.env[key] ?? fallback,
    getGoals: nothing,
    getProviders: async () => '',
    knowledge,
    loadEnvConfig: () => settings,
    logger: loggerOf(core),
    ragKnowledge: knowledge,
    settings,
    updateGoal: nothing,
    validateCharacterConfig: (character) => character,
    validateUuid: (value) => (UUID.test(value) ? value : null),
  };
}

const settings = new Proxy({}, {
  get: (own, key) => own[key] ?? process.env[key],
  has: (own, key) => key in own || key in process.env,
});

/** Core 0.x had levels that the logger of now may lack. */
function loggerOf({ logger }) {
  return new Proxy(logger, {
    get(target, level) {
      const known = ['success', 'log', 'progress', 'fatal', 'verbose'].includes(level);
      const method = target[level] ?? (known ? target.info : undefined);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}
