import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Puts a plugin's files and its dependencies together, from the cache alone.
 * @param {import('./dependency_tree.mjs').ResolvedTree} tree
 * @param {string} project folder that the tree was resolved in
 * @param {string} content folder of the plugin's own files
 * @param {Record<string, any>} manifest
 * @param {import('./progress.mjs').Progress} progress
 */
export async function bundle({ arborist, nodes }, project, content, manifest, progress) {
  if (nodes.length) {
    await unpackTree(arborist, nodes.length, progress);
    const modules = join(project, 'node_modules');
    await rm(join(modules, '.package-lock.json'), { force: true }); // it names the registry
    await rename(modules, join(content, 'node_modules'));
  }
  await writeFile(join(content, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function unpackTree(arborist, total, progress) {
  let unpacked = 0;
  const count = (key, { done }) => {
    if (!done || !key.startsWith('reify:')) return;
    unpacked += 1;
    progress.advance(
      Math.min(unpacked, total),
      total * 2,
      `${unpacked} of ${total} packages unpacked`,
    );
  };
  process.on('progress', count);
  arborist.options.offline = true;
  await arborist.reify({ save: false });
  process.off('progress', count);
}
