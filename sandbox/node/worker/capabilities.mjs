import { encodeNow } from './encode.mjs';
import { methodsOf } from './methods.mjs';

/**
 * What a plugin offers, read from its export and from the services that run.
 * @param {object} plugin
 * @param {object} [runtime] where the plugin was initialised
 * @returns {object[]} `{kind, name, description, similes, examples, parameters, methods}`
 */
export function describeCapabilities(plugin, runtime) {
  return [
    ...listOf(plugin.actions).map((action) => describe('ACTION', action.name, action)),
    ...listOf(plugin.providers).map((provider) => describe('PROVIDER', provider.name, provider)),
    ...listOf(plugin.evaluators).map((each) => describe('EVALUATOR', each.name, each)),
    ...listOf(plugin.services).map((service) => describeService(service, runtime)),
    ...Object.keys(plugin.models ?? {}).map((name) => describe('MODEL', name, {})),
    ...listOf(plugin.routes).map((route) => describe('ROUTE', routeName(route), route)),
  ];
}

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
