import { callAction } from './action.mjs';
import { callEvaluator } from './evaluator.mjs';
import { callModel } from './model.mjs';
import { callProvider } from './provider.mjs';
import { callRoute } from './route.mjs';
import { callService } from './service.mjs';

const BY_KIND = {
  ACTION: callAction,
  EVALUATOR: callEvaluator,
  MODEL: callModel,
  PROVIDER: callProvider,
  ROUTE: callRoute,
  SERVICE: callService,
};

/**
 * Runs one call and returns what it returns.
 * @param {object} plugin what `startPlugin` gave, with `emit(content)` for callbacks
 * @param {object} call `{kind, name, method, params, args, text}`, as the host's `Call`
 */
export function runCall(plugin, call) {
  return BY_KIND[call.kind](plugin, call);
}
