import { parseJSONObjectFromText, parseJsonArrayFromText } from './texts.mjs';

const VECTOR_LENGTH = 384;
const LARGE = ['medium', 'large'];

/** Text by whatever model the host provides; `modelClass` chooses how large it should be. */
async function generateText({ runtime, context, modelClass = 'small', stop }) {
  const model = LARGE.includes(modelClass) ? 'TEXT_LARGE' : 'TEXT_SMALL';
  return String(await runtime.useModel(model, { prompt: context, stopSequences: stop }));
}

async function generateObject(request) {
  const found = parseJSONObjectFromText(await generateText(request));
  const object = request.schema?.parse ? request.schema.parse(found) : found;
  return { object, finishReason: 'stop', usage: {}, warnings: [] };
}

const generateObjectDeprecated = async (request) =>
  parseJSONObjectFromText(await generateText(request));

const generateObjectArray = async (request) =>
  parseJsonArrayFromText(await generateText(request)) ?? [];

const generateTrueOrFalse = async (request) => /^\s*(?:yes|true|y|1)\b/i.test(await generateText(request));

async function generateShouldRespond(request) {
  return /RESPOND|IGNORE|STOP/.exec(await generateText(request))?.[0] ?? null;
}

async function generateMessageResponse(request) {
  const text = await generateText({ ...request, modelClass: 'large' });
  const content = parseJSONObjectFromText(text);
  return content?.text ? content : { text };
}

async function generateImage({ prompt, count = 1, width, height }, runtime) {
  try {
    const size = width && height ? `${width}x${height}` : undefined;
    const images = await runtime.useModel('IMAGE', { prompt, n: count, size });
    return { success: true, data: images.map((image) => image.url ?? image) };
  } catch (error) {
    return { success: false, error };
  }
}

const modelSettings = () => ({ name: 'host', maxInputTokens: 128_000, maxOutputTokens: 8_192, stop: [] });

/** Using models as core 0.x did, by way of the runtime's own. */
export const models = {
  embed: (runtime, text) => runtime.useModel('TEXT_EMBEDDING', { text }),
  generateCaption: ({ imageUrl }, runtime) => runtime.useModel('IMAGE_DESCRIPTION', { imageUrl }),
  generateImage,
  generateMessageResponse,
  generateObject,
  generateObjectArray,
  generateObjectDeprecated,
  generateObjectV2: generateObject,
  generateShouldRespond,
  generateText,
  generateTextArray: generateObjectArray,
  generateTrueOrFalse,
  getEmbeddingConfig: () => ({ dimensions: VECTOR_LENGTH, model: 'host', provider: 'host' }),
  getEmbeddingType: () => 'remote',
  getEmbeddingZeroVector: () => Array(VECTOR_LENGTH).fill(0),
  getEndpoint: () => '',
  getImageModelSettings: modelSettings,
  getModel: modelSettings,
  getModelSettings: modelSettings,
};
