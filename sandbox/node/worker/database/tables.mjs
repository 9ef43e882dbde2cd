/** What is kept. The host keeps each as a part of the graph; see `sandbox/worker/rows.py`. */
const NAMES = [
  'components',
  'entities',
  'logs',
  'memories',
  'participants',
  'relationships',
  'rooms',
  'tasks',
  'worlds',
];

/**
 * All tables, each made by `make(name)`.
 * @template Table
 * @param {(name: string) => Table} make
 * @returns {Record<string, Table>}
 */
export const createTables = (make) => Object.fromEntries(NAMES.map((name) => [name, make(name)]));

/**
 * A row: what is kept, under an id, with the `fields` that it is found by.
 * @param {string} id
 * @param {any} value
 * @param {{name?: any, at?: any, fields?: Record<string, any>, vector?: number[]}} description
 *   `name` is for people; `at` is when it came to be, now if left out; rows are in its order
 */
export function rowOf(id, value, { name = '', at = Date.now(), fields = {}, vector } = {}) {
  const moment = Number(new Date(at));
  return {
    id,
    at: Number.isSafeInteger(moment) ? moment : Date.now(),
    name: String(name ?? '').slice(0, 200),
    fields: Object.fromEntries(Object.entries(fields).filter(([, field]) => field != null)),
    value,
    vector,
  };
}

export const valueOf = (row) => row?.value ?? null;
