import { drizzle } from 'drizzle-orm/pglite';
import { statementsOf } from './ddl/statements.mjs';
import { dump, restore } from './dump/dump.mjs';
import { startEngine } from './engine.mjs';

/** Grows with each transaction that may have written. */
const MARK = 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS mark';

/** How long what is written between calls may wait for more of it, in milliseconds. */
const PAUSE = 1_000;

/**
 * A Postgres of one plugin, for one agent or group. It starts with the first query, from what was
 * kept; what calls write is kept when they end, and what is written between them soon after.
 */
export class PrivateDatabase {
  #keeper;
  #schemas = [];
  #engine = null;
  #version = 0;
  #mark = null;
  #ready = null;
  #inCall = false;
  #timer = null;
  #keeping = Promise.resolve();

  /** @param {import('../database/keeper.mjs').Keeper} keeper */
  constructor(keeper) {
    this.#keeper = keeper;
    this.db = drizzle({
      query: async (...query) => (await this.#up()).query(...query),
      exec: async (...query) => (await this.#up()).exec(...query),
      transaction: async (use) => (await this.#up()).transaction(use),
    });
  }

  /** Has the tables of a plugin made before the first query. @param {object} schema */
  declare(schema) {
    this.#schemas.push(schema);
  }

  /** A call begins: what another worker kept since counts. */
  begin() {
    this.#inCall = true;
    this.#ready = null;
  }

  /** A call ends: what it wrote is kept, or where it cannot be, forgotten here as well. */
  async keep() {
    this.#inCall = false;
    const before = this.#keeping.catch(() => {}); // whoever asked for that has heard of it
    await (this.#keeping = before.then(() => this.#keepChanges()));
  }

  /** Lets go of all that was not kept. */
  async close() {
    clearTimeout(this.#timer);
    const engine = this.#engine;
    this.#engine = this.#ready = this.#mark = null;
    await engine?.close();
  }

  #up() {
    if (!this.#inCall) this.#keepSoon();
    return (this.#ready ??= this.#bringUp().catch((error) => {
      this.#ready = null;
      throw error;
    }));
  }

  #keepSoon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (!this.#inCall) this.keep().catch((error) => console.error(error.message));
    }, PAUSE).unref();
  }

  async #bringUp() {
    this.#engine ??= await startEngine();
    const { version, content } = await this.#keeper.load(this.#version);
    const isCurrent = this.#mark !== null && version === this.#version;
    if (!isCurrent) await this.#become(version, content);
    return this.#engine;
  }

  async #become(version, content) {
    const engine = this.#engine;
    this.#mark = null;
    await restore(engine, content);
    await this.#makeTables(engine);
    this.#version = version;
    this.#mark = await markOf(engine);
  }

  async #makeTables(engine) {
    try {
      const statements = this.#schemas.flatMap(statementsOf);
      if (statements.length) await engine.exec(statements.join(';\n'));
    } catch (cause) {
      throw new Error(`The plugin's tables cannot be made: ${cause.message}`, { cause });
    }
  }

  async #keepChanges() {
    const engine = await this.#ready?.catch(() => null); // whose query it was has heard of it
    if (!engine) return;
    const mark = await markOf(engine);
    if (mark === this.#mark) return;
    try {
      this.#version = await this.#keeper.save(this.#version, await dump(engine));
      this.#mark = mark;
    } catch (error) {
      this.#version = 0;
      this.#mark = this.#ready = null;
      throw error;
    }
  }
}

const markOf = async (engine) => (await engine.query(MARK)).rows[0].mark;
