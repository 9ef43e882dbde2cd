const READERS = {
  $base64: (text) => Buffer.from(text, 'base64'),
  $bigint: (text) => BigInt(text),
  $date: (text) => new Date(text),
  $map: (pairs) => new Map(decode(pairs)),
  $set: (items) => new Set(decode(items)),
};

/**
 * The value behind its JSON form: `{"$base64"}`, `{"$bigint"}`, `{"$date"}`, `{"$map"}` and
 * `{"$set"}`, each the only key of its object, become what they stand for.
 * @param {any} json
 */
export function decode(json) {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(decode);
  const entries = Object.entries(json);
  if (entries.length === 1 && Object.hasOwn(READERS, entries[0][0])) {
    return READERS[entries[0][0]](entries[0][1]);
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, decode(value)]));
}
