const PLACEHOLDER = /\{\{\s*([\w.]+)\s*\}\}/g;
const FENCED = /```(?:json)?\s*([\s\S]*?)```/;
const NAMES = ['Alex', 'Robin', 'Sam', 'Kai', 'Noa', 'Jo', 'Lee'];
const CHARACTERS_A_TOKEN = 4;
const YES = /^(?:yes|y|true|t|1|on|enable)$/i;
const NO = /^(?:no|n|false|f|0|off|disable)$/i;

/** Fills a template with what a state holds; what it lacks is left out. */
export function composeContext({ state, template }) {
  const text = typeof template === 'function' ? template({ state }) : template;
  const valueOf = (key) => state?.[key] ?? state?.values?.[key] ?? '';
  return String(text).replaceAll(PLACEHOLDER, (_, key) => String(valueOf(key)));
}

const composeRandomUser = (template) =>
  String(template).replaceAll(/\{\{user(\d+)\}\}/g, (_, n) => NAMES[n % NAMES.length]);

const addHeader = (header, body) => (body ? `${header ? `${header}\n` : ''}${body}\n` : '');

/** The first JSON object in what a model wrote, or null. */
export function parseJSONObjectFromText(text) {
  return parsed(text, /\{[\s\S]*\}/, (value) => typeof value === 'object' && !Array.isArray(value));
}

/** The first JSON list in what a model wrote, or null. */
export function parseJsonArrayFromText(text) {
  return parsed(text, /\[[\s\S]*\]/, Array.isArray);
}

function parsed(text, shape, fits) {
  const fenced = FENCED.exec(String(text))?.[1];
  for (const candidate of [fenced, text, shape.exec(String(text))?.[0]]) {
    try {
      const value = JSON.parse(candidate);
      if (value !== null && fits(value)) return value;
    } catch {
      // the next candidate may be JSON
    }
  }
  return null;
}

function parseBooleanFromText(text) {
  const word = String(text ?? '').trim();
  return YES.test(word) ? true : NO.test(word) ? false : null;
}

const parseShouldRespondFromText = (text) => /RESPOND|IGNORE|STOP/.exec(text)?.[0] ?? null;

function truncateToCompleteSentence(text, most) {
  if (text.length <= most) return text;
  const end = Math.max(...['.', '!', '?'].map((mark) => text.lastIndexOf(mark, most - 1)));
  return end > 0 ? text.slice(0, end + 1) : `${text.slice(0, most - 3)}...`;
}

async function splitChunks(content, tokens = 512, overlap = 20) {
  const step = Math.max(1, tokens - overlap) * CHARACTERS_A_TOKEN;
  const count = Math.ceil(content.length / step);
  const width = tokens * CHARACTERS_A_TOKEN;
  return Array.from({ length: count }, (_, n) => content.slice(n * step, n * step + width));
}

const trimTokens = async (context, tokens) => String(context).slice(-tokens * CHARACTERS_A_TOKEN);

const formatMessages = ({ messages }) =>
  messages.map((message) => `${message.userId ?? message.entityId}: ${message.content?.text ?? ''}`).join('\n');

/** Working with prompts and with what models answer, as core 0.x did. */
export const texts = {
  addHeader,
  booleanFooter: 'Answer with YES or NO alone.',
  cleanJsonResponse: (text) => (FENCED.exec(text)?.[1] ?? String(text)).trim(),
  composeContext,
  composeRandomUser,
  formatActors: ({ actors }) => actors.map((actor) => actor.name).join('\n'),
  formatMessages,
  formatPosts: formatMessages,
  formatTimestamp: (moment) => new Date(moment).toISOString(),
  messageCompletionFooter:
    'Answer with a JSON block: ```json\n{"user": "{{agentName}}", "text": "...", "action": "..."}\n```',
  parseBooleanFromText,
  parseJSONObjectFromText,
  parseJsonArrayFromText,
  parseShouldRespondFromText,
  shouldRespondFooter: 'Answer with one of [RESPOND], [IGNORE] and [STOP].',
  splitChunks,
  stringArrayFooter: 'Answer with a JSON list of texts.',
  trimTokens,
  truncateToCompleteSentence,
};
