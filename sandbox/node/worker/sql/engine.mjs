import fs from 'node:fs';
import v8 from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { EXTENSIONS } from './extensions.mjs';

const BASE = new URL('database.tar', import.meta.url);

/** Optimising Postgres's largest functions takes more memory than all else here together. */
const PLAIN_CODE = ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up'];

/**
 * A Postgres in this process, in memory and empty. It begins as the one that the build made:
 * making a data directory takes several times as long and as much memory.
 * @returns {Promise<PGlite>}
 */
export function startEngine() {
  for (const flag of PLAIN_CODE) v8.setFlagsFromString(flag);
  return PGlite.create({
    loadDataDir: new Blob([fs.readFileSync(BASE)]),
    extensions: EXTENSIONS,
  });
}
