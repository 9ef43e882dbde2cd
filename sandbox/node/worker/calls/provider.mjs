import { RECENT_MESSAGES } from '../recent_messages.mjs';
import { findNamed } from './find.mjs';

/** What a provider says in answer to a message that says `call.text`. */
export async function callProvider({ runtime, conversation }, call) {
  const ofPlugin = runtime.providers.filter((each) => each !== RECENT_MESSAGES);
  const provider = findNamed('provider', ofPlugin, call.name);
  const get = (message, state) => provider.get(runtime, message, state);
  return conversation.withMessage(call.text ?? '', get, provider.name);
}
