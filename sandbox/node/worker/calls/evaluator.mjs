import { Failure } from '../failure.mjs';
import { findNamed } from './find.mjs';

/** Runs an evaluator on a message that says `call.text`. */
export async function callEvaluator({ runtime, conversation, emit }, call) {
  const evaluator = findNamed('evaluator', runtime.evaluators, call.name);
  const step = { kind: 'evaluator', name: evaluator.name };
  return conversation.withExchange(call.text ?? '', step, async (message, state) => {
    if (!evaluator.alwaysRun && !(await evaluator.validate(runtime, message, state))) {
      const explanation = `${evaluator.name} does not apply to this message`;
      throw new Failure('EVALUATOR_NOT_APPLICABLE', explanation);
    }
    const callback = conversation.callback(emit);
    return evaluator.handler(runtime, message, state, call.params ?? {}, callback, []);
  });
}
