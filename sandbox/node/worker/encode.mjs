import { isAnyArrayBuffer, isBoxedPrimitive, isPromise, isRegExp } from 'node:util/types';
import { isStream, readStream } from './stream.mjs';

/*
 * The JSON form of values that JSON does not have. `decode.mjs` reads the first five back.
 *
 *   binary (Buffer, typed array, ArrayBuffer, Blob)   {"$base64": "..."}
 *   bigint                                            {"$bigint": "123"}
 *   Date                                              {"$date": "2026-01-31T12:00:00.000Z"}
 *   Map                                               {"$map": [[key, value], ...]}
 *   Set                                               {"$set": [value, ...]}
 *   NaN, Infinity, -Infinity                          {"$number": "NaN"}
 *   Error                                             {"$error": {name, message, stack, ...}}
 *   function, class                                   {"$function": "name"}
 *   symbol                                            {"$symbol": "description"}
 *   an object inside itself                           {"$cycle": "#/path/to/it"}
 *   deeper than 200 levels                            {"$truncated": "depth"}
 *   undefined                                         left out of objects, else null
 *   RegExp, URL                                       their text
 *   object with toJSON()                              the form of what toJSON() returns
 *   promise                                           the form of its value
 *   stream, async iterator                            all it yields: one text if all are texts,
 *                                                     one binary if all are binary, else a list
 */
const MOST_DEPTH = 200;

/**
 * The JSON form of any value.
 * @param {unknown} value
 * @param {{onPiece?: (piece: unknown) => void, mostBytes: number}} options `onPiece` hears each
 *   piece of a stream as it is read; a stream longer than `mostBytes` fails
 */
export async function encode(value, options) {
  const pending = [];
  const holder = { json: null };
  place(holder, 'json', value, { ancestors: new Map(), path: '#', pending });
  for (const { target, key, source } of pending) {
    target[key] = await encode(
      isStream(source) ? await readStream(source, options) : await source,
      options,
    );
  }
  return holder.json;
}

/** The JSON form of a value that holds no stream and no promise. */
export function encodeNow(value) {
  const holder = { json: null };
  place(holder, 'json', value, { ancestors: new Map(), path: '#', pending: [] });
  return holder.json;
}

function place(target, key, value, context) {
  if (isPromise(value) || isStream(value)) {
    target[key] = null;
    context.pending.push({ target, key, source: value });
    return;
  }
  const json = formOf(value, context);
  if (json !== undefined) target[key] = json;
  else if (Array.isArray(target)) target[key] = null;
}

function formOf(value, context) {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return { $bigint: String(value) };
    case 'number':
      return Number.isFinite(value) ? value : { $number: String(value) };
    case 'function':
      return { $function: value.name };
    case 'symbol':
      return { $symbol: value.description ?? '' };
    case 'object':
      return value === null ? null : formOfObject(value, context);
    default:
      return value;
  }
}

function formOfObject(value, context) {
  const special = formOfBuiltIn(value);
  if (special !== undefined) return special;
  if (context.ancestors.has(value)) return { $cycle: context.ancestors.get(value) };
  if (context.ancestors.size >= MOST_DEPTH) return { $truncated: 'depth' };
  context.ancestors.set(value, context.path);
  const form = formOfContainer(value, context);
  context.ancestors.delete(value);
  return form;
}

function formOfBuiltIn(value) {
  if (ArrayBuffer.isView(value)) return binary(value.buffer, value.byteOffset, value.byteLength);
  if (isAnyArrayBuffer(value)) return binary(value, 0, value.byteLength);
  if (value instanceof Date) return { $date: Number.isNaN(+value) ? null : value.toISOString() };
  if (isRegExp(value) || value instanceof URL) return String(value);
  return undefined;
}

const binary = (buffer, offset, length) => ({
  $base64: Buffer.from(buffer, offset, length).toString('base64'),
});

function formOfContainer(value, context) {
  if (Array.isArray(value)) return formOfList(value, context);
  if (value instanceof Map) return { $map: formOfList([...value], inside(context, '$map')) };
  if (value instanceof Set) return { $set: formOfList([...value], inside(context, '$set')) };
  if (value instanceof Error) return { $error: formOfError(value, inside(context, '$error')) };
  if (isBoxedPrimitive(value)) return formOf(value.valueOf(), context);
  if (typeof value.toJSON === 'function') return formOf(value.toJSON(), context);
  return formOfProperties(value, Object.keys(value), context);
}

function formOfList(list, context) {
  const form = [];
  for (let i = 0; i < list.length; i++) place(form, i, list[i], inside(context, i));
  return form;
}

function formOfError(error, context) {
  const form = { name: error.name, message: error.message, stack: error.stack };
  const keys = Object.keys(error).filter((key) => !(key in form));
  if (error.cause !== undefined) keys.push('cause');
  return Object.assign(form, formOfProperties(error, keys, context));
}

function formOfProperties(value, keys, context) {
  const form = {};
  for (const key of keys) place(form, key, valueAt(value, key), inside(context, key));
  return form;
}

/** A getter that throws must not lose the rest of the result. */
function valueAt(object, key) {
  try {
    return object[key];
  } catch (error) {
    return error;
  }
}

function inside(context, key) {
  const escaped = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
  return { ...context, path: `${context.path}/${escaped}` };
}
