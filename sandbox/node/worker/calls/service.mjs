import { Failure } from '../failure.mjs';
import { methodsOf } from '../methods.mjs';
import { notFound } from './find.mjs';

/** Calls a method of a service, by the service's type, with positional arguments. */
export async function callService({ runtime, serviceProblems }, call) {
  const service = runtime.getService(call.name);
  if (!service) throw absent(runtime, serviceProblems, call.name);
  if (!methodsOf(service).includes(call.method)) {
    throw notFound(`method of service ${call.name}`, call.method, methodsOf(service));
  }
  return service[call.method](...(call.args ?? []));
}

function absent(runtime, problems, name) {
  const problem = problems.get(name);
  if (problem === undefined) return notFound('service', name, runtime.getRegisteredServiceTypes());
  return new Failure('SERVICE_NOT_STARTED', `Service ${name} did not start: ${problem}`);
}
