import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AFTER_ROWS, BEFORE_ROWS, COLUMNS, DROPS, POSITIONS } from './catalog.mjs';

const NOWHERE = `SET LOCAL search_path = ''`;
const compress = promisify(gzip);
const expand = promisify(gunzip);

/**
 * All of a database: its statements and its rows, as any later Postgres reads them.
 * @param {import('@electric-sql/pglite').PGlite} engine
 * @returns {Promise<Buffer>} compressed
 */
export const dump = (engine) =>
  engine.transaction(async (at) => {
    await at.exec(NOWHERE);
    const before = await statements(at, BEFORE_ROWS);
    const rows = await rowsOf(at);
    const after = await statements(at, [POSITIONS, ...AFTER_ROWS]);
    return compress(JSON.stringify({ before, rows, after }));
  });

/**
 * Makes a database what was dumped; what is in it is forgotten.
 * @param {import('@electric-sql/pglite').PGlite} engine
 * @param {Uint8Array | null} dumped null: an empty one
 */
export const restore = (engine, dumped) =>
  engine.transaction(async (at) => {
    await run(at, await statements(at, [DROPS]));
    await at.exec('CREATE SCHEMA public');
    if (dumped === null) return;
    const { before, rows, after } = JSON.parse(await expand(dumped));
    await at.exec(`${NOWHERE}; SET LOCAL check_function_bodies = off`);
    await run(at, before);
    for (const { table, columns, text } of rows) {
      await at.query(`COPY ${table} (${columns}) FROM '/dev/blob'`, [], { blob: new Blob([text]) });
    }
    await run(at, after);
  });

async function rowsOf(at) {
  const { rows: tables } = await at.query(COLUMNS);
  const found = [];
  for (const { table, columns } of tables) {
    const { blob } = await at.query(`COPY ${table} (${columns}) TO '/dev/blob'`);
    if (blob) found.push({ table, columns, text: await blob.text() });
  }
  return found;
}

async function statements(at, queries) {
  const found = [];
  for (const query of queries) found.push(...(await at.query(query)).rows.map(({ made }) => made));
  return found;
}

async function run(at, all) {
  if (all.length) await at.exec(all.join(';\n'));
}
