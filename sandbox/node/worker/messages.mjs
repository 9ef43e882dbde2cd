const RECEIVED = ['MESSAGE_RECEIVED', 'VOICE_MESSAGE_RECEIVED'];
const TEXT = 'TEXT_LARGE';

/**
 * Tells the host of messages that reach the agent from outside, as clients of messengers bring them,
 * whether they emit an event or ask the runtime's message service. Where there is a model, that
 * service answers them.
 * @param {object} runtime initialised
 * @param {{ask: (name: string, args: any[]) => Promise<any>}} host
 * @param {string[]} permissions of the instance
 */
export function hearMessages(runtime, host, permissions) {
  const tell = teller(runtime, host, permissions.includes('events.publish'));
  for (const event of RECEIVED) {
    runtime.registerEvent(event, async ({ message, source }) => tell(message, source));
  }
  const { messageService } = runtime;
  const handle = messageService?.handleMessage.bind(messageService);
  if (!handle) return;
  messageService.handleMessage = async (asked, message, ...rest) => {
    await tell(message, message.content?.source);
    if (runtime.getModel(TEXT)) return handle(asked, message, ...rest);
    const state = { values: {}, data: {}, text: '' };
    return { didRespond: false, responseContent: null, responseMessages: [], state, mode: 'none' };
  };
}

/** Each message is told once, however often it is passed on. */
function teller(runtime, host, granted) {
  let last = null;
  return async (message, source) => {
    if (!granted || !message || message.id === last) return;
    last = message.id;
    await host.ask('messages.receive', [describe(message, source)]).catch((error) => {
      runtime.logger.warn(`A message was not told: ${error.message}`);
    });
  };
}

function describe({ id, entityId, roomId, worldId, content, metadata }, source) {
  return {
    id,
    text: content?.text ?? '',
    source: content?.source ?? source ?? null,
    from: entityId,
    name: metadata?.entityName ?? content?.name ?? null,
    room: roomId,
    world: worldId ?? null,
    channelType: content?.channelType ?? null,
    url: content?.url ?? null,
  };
}
