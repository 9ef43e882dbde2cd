/* Bundles what a worker mounts: `dist/worker.mjs` (harness and loader), `dist/analyser.mjs` (what
 * reads plugins before they run), `dist/browser.mjs` (what keeps its browser), `dist/core.mjs`
 * (elizaOS core), `dist/cache` (V8's code cache of these, which halves the time to import them) and
 * `dist/sql` (Postgres). */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { emptyDatabase } from './worker/sql/empty_database.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const target = `${folder}dist`;
const WORKER_UID = 65534;

/** What Postgres's code looks for beside itself; for some extensions a folder above. */
const DATABASE_FILES = {
  '@electric-sql/pglite': ['pglite.wasm', 'pglite.data', '../fuzzystrmatch.tar.gz'],
  '@electric-sql/pglite-pgvector': ['vector.tar.gz'],
};

/** What the empty database is made from; making it takes seconds, so it is kept until one changes. */
const DATABASE_SOURCES = [
  'package-lock.json',
  'worker/sql/empty_database.mjs',
  'worker/sql/extensions.mjs',
];

const common = {
  absWorkingDir: folder,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  logLevel: 'warning',
};
/** CommonJS dependencies inside an ES module still call `require` for Node's own modules. */
const REQUIRE = `
import { createRequire as createRequireHere } from 'node:module';
const require = createRequireHere(import.meta.url);`;

async function bundle() {
  await build({ ...common, entryPoints: ['worker/main.mjs'], outfile: 'dist/worker.mjs' });
  await build({
    ...common,
    entryPoints: ['analyser/main.mjs'],
    outfile: 'dist/analyser.mjs',
    banner: { js: REQUIRE },
    alias: { '@typescript-eslint/typescript-estree': './analyser/no_typescript.mjs' },
  });
  await build({ ...common, entryPoints: ['browser/main.mjs'], outfile: 'dist/browser.mjs' });
  await build({
    ...common,
    entryPoints: { core: '@elizaos/core' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE },
    keepNames: true,
  });
}

function databaseDigest() {
  const hash = createHash('sha256');
  for (const source of DATABASE_SOURCES) hash.update(fs.readFileSync(`${folder}${source}`));
  return hash.digest('hex').slice(0, 16);
}

/** A plugin's own database: its code, and the files of PGlite, which it finds beside it. */
async function bundleDatabase() {
  await build({
    ...common,
    entryPoints: ['worker/sql/main.mjs'],
    outfile: 'dist/sql/sql.mjs',
    banner: { js: REQUIRE },
  });
  for (const [from, names] of Object.entries(DATABASE_FILES)) {
    const source = path.dirname(fileURLToPath(import.meta.resolve(from)));
    for (const name of names) {
      fs.copyFileSync(`${source}/${path.basename(name)}`, `${target}/sql/${name}`);
    }
  }
  const made = `${folder}node_modules/.database-${databaseDigest()}.tar`;
  if (!fs.existsSync(made)) fs.writeFileSync(made, await emptyDatabase());
  fs.copyFileSync(made, `${target}/sql/database.tar`);
}

/** Runs once what every worker does at its start, and keeps the code V8 compiled for it. */
function warmCache() {
  const script = `
    import { enableCompileCache, flushCompileCache } from 'node:module';
    enableCompileCache({ directory: ${JSON.stringify(`${target}/cache`)}, portable: true });
    await import(${JSON.stringify(`${target}/core.mjs`)});
    flushCompileCache();`;
  const args = ['--input-type=module', '--eval', script];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`Making the code cache failed with status ${status}`);
}

/** Node looks for its cache under the user's number, and a worker runs as another user. */
function nameCacheForWorker() {
  for (const name of fs.readdirSync(`${target}/cache`)) {
    const forWorker = name.replace(/-\d+$/, `-${WORKER_UID}`);
    fs.renameSync(`${target}/cache/${name}`, `${target}/cache/${forWorker}`);
  }
}

fs.rmSync(target, { recursive: true, force: true });
await bundle();
await bundleDatabase();
warmCache();
nameCacheForWorker();
