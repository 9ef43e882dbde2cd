/**
 * The maps behind the in-memory database. They live as long as their worker.
 * @returns {Record<string, Map<string, any>>}
 */
export function createTables() {
  return {
    agents: new Map(),
    cache: new Map(),
    components: new Map(),
    entities: new Map(),
    logs: new Map(),
    memories: new Map(),
    participants: new Map(),
    participantStates: new Map(),
    relationships: new Map(),
    rooms: new Map(),
    tasks: new Map(),
    worlds: new Map(),
  };
}

/** Drops the oldest rows of a table until it holds at most `most`. */
export function keepNewest(table, most) {
  for (const key of table.keys()) {
    if (table.size <= most) return;
    table.delete(key);
  }
}

/** The rows that have every given value; a criterion that is undefined or null is ignored. */
export function rowsWhere(table, criteria) {
  const wanted = Object.entries(criteria).filter(([, value]) => value != null);
  return [...table.values()].filter((row) => wanted.every(([key, value]) => row[key] === value));
}
