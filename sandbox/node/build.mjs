/* Bundles what a worker mounts: `dist/worker.mjs` (harness and loader), `dist/analyser.mjs` (what
 * reads plugins before they run), `dist/core.mjs` (elizaOS core), `dist/cache` (V8's code cache of
 * both, which halves the time to import them) and `dist/sql.mjs` (Postgres, with its files). */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { emptyDatabase } from './worker/sql/empty_database.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const target = `${folder}dist`;
const WORKER_UID = 65534;

/** Made once for each install of the packages, since it takes seconds. */
const MADE_DATABASE = `${folder}node_modules/.database.tar`;

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
  await build({
    ...common,
    entryPoints: { core: '@elizaos/core' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE },
    keepNames: true,
  });
}

/** A plugin's own database: its code, and the files of PGlite, which it finds beside it. */
async function bundleDatabase() {
  await build({
    ...common,
    entryPoints: ['worker/sql/main.mjs'],
    outfile: 'dist/sql.mjs',
    banner: { js: REQUIRE },
  });
  const pglite = path.dirname(fileURLToPath(import.meta.resolve('@electric-sql/pglite')));
  for (const name of ['pglite.wasm', 'pglite.data']) {
    fs.copyFileSync(`${pglite}/${name}`, `${target}/${name}`);
  }
  if (!fs.existsSync(MADE_DATABASE)) fs.writeFileSync(MADE_DATABASE, await emptyDatabase());
  fs.copyFileSync(MADE_DATABASE, `${target}/database.tar`);
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
