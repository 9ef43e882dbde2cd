/** Any name of an enum whose members nobody can list now, as its own text in small letters. */
const open = (known = {}) =>
  new Proxy(known, {
    get: (members, name) =>
      typeof name !== 'string' || name in members ? members[name] : name.toLowerCase(),
  });

const lower = (...names) => Object.fromEntries(names.map((name) => [name, name.toLowerCase()]));
const same = (...names) => Object.fromEntries(names.map((name) => [name, name]));

/** The kinds of services that core 0.x knew, beside those that core has now. */
export const SERVICE_TYPES = lower(
  'AWS_S3',
  'BROWSER',
  'BUTTPLUG',
  'EMAIL_AUTOMATION',
  'GOPLUS_SECURITY',
  'IMAGE_DESCRIPTION',
  'INTIFACE',
  'IRYS',
  'NKN_CLIENT_SERVICE',
  'PDF',
  'SLACK',
  'SPEECH_GENERATION',
  'TEE',
  'TEE_LOG',
  'TEXT_GENERATION',
  'TRANSCRIPTION',
  'VERIFIABLE_LOGGING',
  'VIDEO',
  'WEB_SEARCH',
);

/** Enums of core 0.x that are gone. */
export const enums = {
  ActionTimelineType: { ForYou: 'foryou', Following: 'following' },
  CacheKeyPrefix: { KNOWLEDGE: 'knowledge' },
  CacheStore: lower('REDIS', 'DATABASE', 'FILESYSTEM'),
  Clients: open({ ALL: '*' }),
  EmbeddingProvider: open({ OpenAI: 'OpenAI', Ollama: 'Ollama', GaiaNet: 'GaiaNet', BGE: 'BGE' }),
  GoalStatus: same('DONE', 'FAILED', 'IN_PROGRESS'),
  IrysDataType: open(),
  IrysMessageType: open(),
  KnowledgeScope: lower('SHARED', 'PRIVATE'),
  LoggingLevel: lower('DEBUG', 'VERBOSE', 'NONE'),
  ModelClass: lower('SMALL', 'MEDIUM', 'LARGE', 'EMBEDDING', 'IMAGE'),
  ModelProviderName: open({ LLAMALOCAL: 'llama_local' }),
  TokenizerType: open(),
  TranscriptionProvider: open(),
  VerifiableInferenceProvider: open(),
};
