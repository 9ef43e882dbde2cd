const USE = 'models.use';

/**
 * Has the host answer for models that the plugin does not bring along. Without the permission the
 * host refuses, and says which is missing.
 * @param {object} runtime
 * @param {{ask: (name: string, args: any[], onPiece?: (piece: any) => void) => Promise<any>}} host
 * @param {string[]} permissions of the instance
 */
export function offerModels(runtime, host, permissions) {
  const { getModel, useModel } = runtime;
  const own = (type) => getModel.call(runtime, type);
  const granted = permissions.includes(USE);
  runtime.getModel = (type) => own(type) ?? (granted ? throughHost(host, type) : undefined);
  runtime.useModel = (type, params, provider) =>
    own(type) || granted
      ? useModel.call(runtime, type, params, provider)
      : throughHost(host, type)(runtime, params);
}

const throughHost = (host, type) => async (runtime, params) => {
  const sent = withoutFunctions(params);
  return params?.stream ? streamed(host, type, sent) : host.ask(USE, [String(type), sent]);
};

function withoutFunctions(params) {
  if (params === null || typeof params !== 'object' || ArrayBuffer.isView(params)) return params;
  const entries = Object.entries(params).filter(([, value]) => typeof value !== 'function');
  return Object.fromEntries(entries);
}

/** A text as core expects it of models that stream: its pieces, and promises of the whole. */
function streamed(host, type, params) {
  const settle = Promise.withResolvers();
  settle.promise.catch(() => {}); // whoever reads the pieces hears of it there
  const pieces = new ReadableStream({
    start(controller) {
      const onPiece = (piece) => controller.enqueue(piece);
      host.ask(USE, [String(type), params], onPiece).then(
        (whole) => {
          settle.resolve(whole);
          controller.close();
        },
        (error) => {
          settle.reject(error);
          controller.error(error);
        },
      );
    },
  });
  return {
    textStream: pieces,
    text: settle.promise,
    usage: Promise.resolve(undefined),
    finishReason: Promise.resolve('stop'),
  };
}
