import { encodeNow } from './encode.mjs';
import { methodsOf } from './methods.mjs';

const REGISTERS = /\bregister(Action|Provider|Evaluator|Model)\b/g;

/**
 * What a plugin offers, read from its export and from what it started.
 * @param {object} plugin
 * @param {object} [runtime] where the plugin was initialised
 * @returns {object[]} `{kind, name, description, similes, examples, parameters, methods}`
 */
export function describeCapabilities(plugin, runtime) {
  return [
    ...named(plugin.actions, runtime?.actions).map((action) => describe('ACTION', action.name, action)),
    ...named(plugin.providers, runtime?.providers).map((provider) => describe('PROVIDER', provider.name, provider)),
    ...named(plugin.evaluators, runtime?.evaluators).map((each) => describe('EVALUATOR', each.name, each)),
    ...listOf(plugin.services).map((service) => describeService(service, runtime)),
    ...modelsOf(plugin, runtime).map((name) => describe('MODEL', name, {})),
    ...listOf(plugin.routes).map((route) => describe('ROUTE', routeName(route), route)),
  ];
}

/**
 * Kinds of which a plugin may register more once it has its settings, by the code that starts it.
 * @param {object} plugin
 * @returns {string[]}
 */
export function furtherKinds(plugin) {
  const code = [plugin.init, ...listOf(plugin.services)].filter(Boolean).map(String).join('\n');
  return [...new Set([...code.matchAll(REGISTERS)].map((match) => match[1].toUpperCase()))];
}

/** What was exported, and what else was registered under other names. */
function named(exported, registered) {
  const found = new Map(listOf(exported).map((item) => [item.name, item]));
  for (const item of listOf(registered)) if (!found.has(item.name)) found.set(item.name, item);
  return [...found.values()];
}

const modelsOf = (plugin, runtime) => [
  ...new Set([...Object.keys(plugin.models ?? {}), ...(runtime?.models.keys() ?? [])]),
];

const listOf = (list) => Object.values(list ?? {}).filter(Boolean);

const routeName = (route) => `${route.type ?? 'GET'} ${route.path ?? ''}`;

function describe(kind, name, { description, similes, examples, parameters }) {
  return {
    kind,
    name: String(name),
    description: text(description),
    similes: listOf(similes).map(String),
    examples: encodeNow(examples ?? []),
    parameters: encodeNow(parameters ?? null),
    methods: [],
  };
}

function describeService(service, runtime) {
  const instance = runtime?.getService(service.serviceType) ?? service.prototype ?? service;
  return {
    ...describe('SERVICE', service.serviceType ?? service.name, {}),
    description: text(instanceText(instance)),
    methods: methodsOf(instance),
  };
}

function instanceText(instance) {
  try {
    return instance.capabilityDescription;
  } catch {
    return ''; // a getter that needs state the prototype does not have
  }
}

const text = (value) => (typeof value === 'string' ? value : '');
