import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findEntry } from './entry.mjs';
import { existingFile } from './files.mjs';
import { recordRepair } from './repairs.mjs';

const BARE = /^(?:@[^/]+\/)?[^./:@][^/:]*/;

/**
 * The name of the package in a specifier that names one.
 * @param {string} specifier
 * @returns {string | null}
 */
export function packageName(specifier) {
  return BARE.exec(specifier)?.[0] ?? null;
}

/** A step that finds modules of installed packages whose manifests hide or misname them. */
export const hiddenModules = {
  /** @param {string} specifier @param {{parentURL?: string}} context */
  repair(specifier, { parentURL }) {
    const name = packageName(specifier);
    if (!name || !parentURL?.startsWith('file:')) return null;
    const folder = folderOf(name, path.dirname(fileURLToPath(parentURL)));
    const found = folder && moduleIn(folder, specifier.slice(name.length + 1));
    if (!found) return null;
    recordRepair(`module found for ${specifier}`);
    return { url: pathToFileURL(found).href, shortCircuit: true };
  },
};

function folderOf(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (fs.existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) return null;
  }
}

function moduleIn(folder, subpath) {
  if (subpath) return existingFile(path.join(folder, subpath)) ?? existingFile(path.join(folder, 'dist', subpath));
  try {
    return findEntry(folder).file;
  } catch {
    return null; // it has no code
  }
}
