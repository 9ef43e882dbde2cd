import { PGlite } from '@electric-sql/pglite';
import { EXTENSIONS } from './extensions.mjs';

/** For one user with little memory and little data. */
const CONFIGURATION = [
  'shared_buffers = 4MB',
  'max_connections = 5',
  'wal_level = minimal',
  'max_wal_senders = 0',
  'min_wal_size = 2MB',
  'max_wal_size = 4MB',
  'autovacuum = off',
];

/** What an empty database needs no more, so that each worker loads 11 MB instead of 40. */
const SHRINKING = [
  'UPDATE pg_database SET datistemplate = false',
  'DROP DATABASE template0',
  'DROP DATABASE template1',
  'VACUUM FULL',
  'CHECKPOINT',
  'CHECKPOINT',
];

/** The data directory of an empty database, as a tar. */
export async function emptyDatabase() {
  const engine = await PGlite.create({
    initDbStartParams: ['--wal-segsize=1'],
    postgresqlconf: CONFIGURATION,
    extensions: EXTENSIONS,
  });
  for (const extension of Object.keys(EXTENSIONS)) {
    await engine.exec(`CREATE EXTENSION ${extension} SCHEMA pg_catalog`);
  }
  for (const statement of SHRINKING) await engine.exec(statement);
  const dumped = await engine.dumpDataDir('none');
  await engine.close();
  return Buffer.from(await dumped.arrayBuffer());
}
