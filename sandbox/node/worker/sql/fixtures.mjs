import fs from 'node:fs';
import { after } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { EXTENSIONS } from './extensions.mjs';

const BASE = new URL('../../dist/sql/database.tar', import.meta.url);

/** An empty database, until the tests of this file have run. */
export async function scratch() {
  const loadDataDir = new Blob([fs.readFileSync(BASE)]);
  const engine = await PGlite.create({ loadDataDir, extensions: EXTENSIONS });
  after(() => engine.close());
  return engine;
}

/** A keeper that has what was saved. */
export class MemoryKeeper {
  version = 0;
  content = null;

  async load(known) {
    return { version: this.version, content: known === this.version ? null : this.content };
  }

  async save(known, content) {
    if (known !== this.version) throw new Error('DATABASE_CHANGED');
    this.content = content;
    return ++this.version;
  }
}
