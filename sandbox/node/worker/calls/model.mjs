import { notFound } from './find.mjs';

/** Uses a model that the plugin provides. */
export async function callModel({ runtime }, call) {
  if (!runtime.models.has(call.name)) throw notFound('model', call.name, runtime.models.keys());
  return runtime.useModel(call.name, call.params ?? {});
}
