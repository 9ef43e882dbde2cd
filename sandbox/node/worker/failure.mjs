/** An error with a stable code that the host passes on to the caller. */
export class Failure extends Error {
  /**
   * @param {string} code what went wrong, in capitals
   * @param {string} message what went wrong, for a person
   * @param {unknown} [cause] the error behind it
   */
  constructor(code, message, cause) {
    super(message, { cause });
    this.name = 'Failure';
    this.code = code;
  }
}

const MOST_STACK_CHARACTERS = 8000;

/** What of an error crosses to the host. A code of our own wins over one a plugin set. */
export function describeFailure(error) {
  const ours = error instanceof Failure;
  const origin = ours ? (error.cause ?? error) : error;
  return {
    code: ours ? error.code : 'PLUGIN_ERROR',
    message: messageOf(error),
    stack: String(origin?.stack ?? '').slice(0, MOST_STACK_CHARACTERS),
  };
}

/** An error's message and its cause's, also where what was thrown is no error. */
export function messageOf(error) {
  if (error instanceof Failure) return error.message;
  if (error instanceof Error) {
    const message = error.message || error.name;
    return error.cause instanceof Error && !message.includes(error.code ?? error.cause.message)
      ? `${message}: ${error.cause.message}`
      : message;
  }
  if (typeof error === 'string') return error;
  try {
    return JSON.stringify(error) ?? String(error);
  } catch {
    return String(error);
  }
}
