import { cosineSimilarity } from './similarity.mjs';

const MOST_ROWS = 10_000;

/** A table in the worker's memory, gone with it; `HostTable` has the same methods. */
export class MemoryTable {
  #rows = new Map();

  /** The rows of these ids that exist, in their order. */
  async get(ids) {
    return ids.map((id) => this.#rows.get(id)).filter(Boolean);
  }

  /**
   * The rows whose fields have these values, newest first. A criterion that is undefined or null
   * is ignored; of a list, any value will do.
   * @param {Record<string, any>} [criteria]
   * @param {{tags?: string[], from?: number, to?: number, offset?: number, count?: number}} [range]
   *   `tags` are those that a row must all have; `from` and `to` are milliseconds
   */
  async find(criteria = {}, { offset = 0, count, ...range } = {}) {
    const found = this.#matching(criteria, range).reverse();
    return found.sort((a, b) => b.at - a.at).slice(offset, count ? offset + count : undefined);
  }

  /** How many rows `find` finds. */
  async count(criteria = {}, range = {}) {
    return this.#matching(criteria, range).length;
  }

  /**
   * The rows whose vectors point most nearly in this direction, best first.
   * @returns {Promise<{row: object, similarity: number}[]>}
   */
  async nearest(criteria, vector, { threshold = 0, count = 10, ...range } = {}) {
    return this.#matching(criteria, range)
      .filter((row) => row.vector)
      .map((row) => ({ row, similarity: cosineSimilarity(row.vector, vector) }))
      .filter(({ similarity }) => similarity >= threshold)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, count);
  }

  /** Keeps rows, in place of those with their ids. The oldest make room. */
  async put(rows) {
    for (const row of rows) this.#rows.set(row.id, row);
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= MOST_ROWS) return;
      this.#rows.delete(id);
    }
  }

  /** Forgets the rows of these ids. */
  async remove(ids) {
    for (const id of ids) this.#rows.delete(id);
  }

  #matching(criteria, { tags, from, to }) {
    const wanted = Object.entries(criteria).filter(([, value]) => value != null);
    return [...this.#rows.values()].filter(
      ({ at, fields }) =>
        at >= (from ?? -Infinity) &&
        at <= (to ?? Infinity) &&
        (tags ?? []).every((tag) => fields.tags?.includes(tag)) &&
        wanted.every(([key, value]) => [value].flat().includes(fields[key])),
    );
  }
}
