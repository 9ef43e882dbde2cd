const KEY = "identifiers";

/**
 * Carries ids from one tab into the next. An answer with `instance { id }` is remembered
 * under `instance`, and a variable `instance` that is empty is filled in with it. A variable
 * that a person has set is left as it is.
 */
export class Identifiers {
  #storage;
  #seen;
  #filled;

  /**
   * @param {Storage} storage
   * @param {Record<string, string>} known ids that the server vouches for; when one differs
   *   from what was seen before, all of that came from another database and is forgotten
   */
  constructor(storage, known) {
    const { seen = {}, filled = {} } = JSON.parse(storage.getItem(KEY) ?? "{}");
    const stale = Object.entries(known).some(([name, id]) => (seen[name] ?? id) !== id);
    this.#storage = storage;
    this.#seen = { ...(stale ? {} : seen), ...known };
    this.#filled = filled;
  }

  /**
   * Takes the ids out of an answer. Lists are passed over: none of their entries is meant.
   *
   * @param {import("graphql").ExecutionResult} result
   */
  remember({ data }) {
    Object.assign(this.#seen, Object.fromEntries(idsWithin(data)));
    this.#save();
  }

  /** @param {AsyncIterable<import("graphql").ExecutionResult>} results */
  async *watch(results) {
    for await (const result of results) {
      this.remember(result);
      yield result;
    }
  }

  /**
   * @param {string} tab whose variables these are
   * @param {string} text the variables as JSON
   * @returns {string} the same, with the latest id in every variable that is empty or still
   *   holds what was filled in here before
   */
  fill(tab, text) {
    const variables = parseObject(text);
    const before = this.#filled[tab] ?? {};
    const due = Object.entries(variables)
      .filter(([name, value]) => value === "" || value === before[name])
      .filter(([name, value]) => (this.#seen[name] ?? value) !== value)
      .map(([name]) => [name, this.#seen[name]]);
    if (due.length === 0) return text;
    this.#filled[tab] = { ...before, ...Object.fromEntries(due) };
    this.#save();
    return JSON.stringify({ ...variables, ...Object.fromEntries(due) }, null, 2);
  }

  #save() {
    this.#storage.setItem(KEY, JSON.stringify({ seen: this.#seen, filled: this.#filled }));
  }
}

function* idsWithin(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [name, child] of Object.entries(value)) {
    yield* idsWithin(child);
    if (typeof child?.id === "string") yield [name, child.id];
  }
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
