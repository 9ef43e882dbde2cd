import { notFound } from './find.mjs';

/** Uses a model that the plugin provides; what it streams is emitted piece by piece. */
export async function callModel({ runtime, emitPiece }, call) {
  if (!runtime.models.has(call.name)) throw notFound('model', call.name, runtime.models.keys());
  const params = call.params ?? {};
  const onStreamChunk = params.stream ? emitPiece : undefined;
  return runtime.useModel(call.name, { ...params, onStreamChunk });
}
