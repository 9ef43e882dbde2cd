/* Bundles what a worker mounts: `dist/worker.mjs` (harness and loader), `dist/analyser.mjs` (what
 * reads plugins before they run), `dist/browser.mjs` (what keeps its browser), `dist/core.mjs` (elizaOS core) and `dist/cache` (V8's code cache of both, which halves the time to import them). */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const target = `${folder}dist`;
const WORKER_UID = 65534;

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
warmCache();
nameCacheForWorker();
