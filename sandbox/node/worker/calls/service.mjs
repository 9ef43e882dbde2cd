import { Failure } from '../failure.mjs';
import { methodsOf } from '../methods.mjs';
import { notFound } from './find.mjs';

/**
 * Calls a method of a service, by the service's type, with positional arguments. `part.method`
 * is one of an object that the service holds. `{"$runtime": true}` is the agent's runtime, which
 * some methods want.
 */
export async function callService({ runtime, serviceProblems }, call) {
  const service = runtime.getService(call.name);
  if (!service) throw absent(runtime, serviceProblems, call.name);
  const { owner, path, method } = ownerOf(call.method, service, call.name, runtime);
  if (!methodsOf(owner).includes(method)) {
    throw notFound(`method of service ${path}`, method, methodsOf(owner));
  }
  const given = (call.args ?? []).map((each) => (each?.$runtime === true ? runtime : each));
  return owner[method](...given);
}

function ownerOf(called, service, path, runtime) {
  const dot = called.indexOf('.');
  if (dot < 0) return { owner: service, path, method: called };
  const name = called.slice(0, dot);
  const parts = partsOf(service, runtime);
  if (!parts.has(name)) throw notFound(`part of service ${path}`, name, parts.keys());
  return { owner: parts.get(name), path: `${path}.${name}`, method: called.slice(dot + 1) };
}

/** The objects with methods that a service holds; the runtime is not its own to give. */
function partsOf(service, runtime) {
  const held = Object.entries(Object.getOwnPropertyDescriptors(service));
  return new Map(
    held
      .map(([name, { value }]) => [name, value])
      .filter(([name, value]) => isPart(name, value) && !(value instanceof runtime.constructor)),
  );
}

const isPart = (name, value) =>
  !name.startsWith('_') && typeof value === 'object' && value !== null && methodsOf(value).length > 0;

function absent(runtime, problems, name) {
  const problem = problems.get(name);
  if (problem === undefined) return notFound('service', name, runtime.getRegisteredServiceTypes());
  return new Failure('SERVICE_NOT_STARTED', `Service ${name} did not start: ${problem}`);
}
