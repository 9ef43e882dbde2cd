import { findNamed } from './find.mjs';

/** What a provider says in answer to a message that says `call.text`. */
export async function callProvider({ runtime, conversation }, call) {
  const provider = findNamed('provider', runtime.providers, call.name);
  const get = (message, state) => provider.get(runtime, message, state);
  return conversation.withMessage(call.text ?? '', get, provider.name);
}
