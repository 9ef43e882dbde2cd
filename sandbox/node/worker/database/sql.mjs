import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** A plugin's own SQL database. Its code is loaded for plugins that use it alone. */
export class Sql {
  #keeper;
  #database = null;

  /** @param {import('./keeper.mjs').Keeper} keeper */
  constructor(keeper) {
    this.#keeper = keeper;
  }

  /** What elizaOS calls `db`: drizzle's queries. */
  get db() {
    return this.#open().db;
  }

  /** Has the tables of a plugin made before the first query. @param {object} schema */
  declare(schema) {
    if (Object.keys(schema ?? {}).length) this.#open().declare(schema);
  }

  begin() {
    this.#database?.begin();
  }

  async keep() {
    await this.#database?.keep();
  }

  async close() {
    await this.#database?.close();
  }

  #open() {
    if (this.#database === null) {
      const { PrivateDatabase } = load('./sql/sql.mjs');
      this.#database = new PrivateDatabase(this.#keeper);
    }
    return this.#database;
  }
}
