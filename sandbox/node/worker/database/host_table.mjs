const PAGE = 500;

/** A table that the host keeps, so that it outlives the worker: `MemoryTable`, but each an ask. */
export class HostTable {
  #ask;

  /**
   * @param {(name: string, args: any[]) => Promise<any>} ask
   * @param {string} name of the table
   */
  constructor(ask, name) {
    this.#ask = (verb, ...args) => ask(`rows.${verb}`, [name, ...args]);
  }

  async get(ids) {
    const rows = new Map();
    for (const part of inParts([...new Set(ids)])) {
      for (const row of await this.#ask('get', part)) rows.set(row.id, received(row));
    }
    return ids.map((id) => rows.get(id)).filter(Boolean);
  }

  async find(criteria = {}, { offset = 0, count, ...range } = {}) {
    const rows = [];
    const most = count || Infinity;
    while (rows.length < most) {
      const limit = Math.min(PAGE, most - rows.length);
      const query = { ...queryOf(criteria, range), offset: offset + rows.length, limit };
      const page = await this.#ask('find', query);
      rows.push(...page.map(received));
      if (page.length < limit) break;
    }
    return rows;
  }

  count(criteria = {}, range = {}) {
    return this.#ask('count', queryOf(criteria, range));
  }

  async nearest(criteria, vector, { threshold = 0, count = 10, ...range } = {}) {
    const query = { ...queryOf(criteria, range), limit: Math.min(count, PAGE) };
    const found = await this.#ask('nearest', query, Float32Array.from(vector), threshold);
    return found.map(({ row, similarity }) => ({ row: received(row), similarity }));
  }

  async put(rows) {
    for (const part of inParts(rows)) await this.#ask('put', part.map(sent));
  }

  async remove(ids) {
    for (const part of inParts(ids)) await this.#ask('remove', part);
  }
}

const inParts = (list) =>
  Array.from({ length: Math.ceil(list.length / PAGE) }, (_, i) =>
    list.slice(i * PAGE, (i + 1) * PAGE),
  );

function queryOf(criteria, { tags, from, to }) {
  const given = Object.entries(criteria).filter(([, value]) => value != null);
  const lists = given.map(([key, value]) => [key, [value].flat()]);
  return {
    criteria: Object.fromEntries(lists),
    tags: tags ?? [],
    since: from ?? null,
    until: to ?? null,
  };
}

const sent = (row) => ({ ...row, vector: row.vector ? Float32Array.from(row.vector) : null });

/** A vector comes as the bytes of its numbers, which need not lie at a multiple of four. */
const received = (row) => ({
  ...row,
  vector: row.vector ? [...new Float32Array(new Uint8Array(row.vector).buffer)] : undefined,
});
