import { Failure } from '../failure.mjs';
import { findNamed } from './find.mjs';

/** Runs an action as an agent would that was told `call.text`: validate, then the handler. */
export async function callAction({ runtime, conversation, emit }, call) {
  const action = findNamed('action', runtime.actions, call.name);
  const step = { kind: 'action', name: action.name };
  return conversation.withExchange(call.text ?? '', step, async (message, state) => {
    if (action.validate && !(await action.validate(runtime, message, state))) {
      throw new Failure('ACTION_NOT_APPLICABLE', `${action.name} does not apply to this message`);
    }
    const callback = conversation.callback(emit);
    return action.handler(runtime, message, state, call.params ?? {}, callback, []);
  });
}
