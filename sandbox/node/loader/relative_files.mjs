import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { existingFile } from './files.mjs';
import { recordRepair } from './repairs.mjs';

const RELATIVE = /^\.{1,2}(?:\/|$)/;

/** A step that finds files whose extension was left out, as bundlers do. */
export const relativeFiles = {
  /** @param {string} specifier @param {{parentURL?: string}} context */
  repair(specifier, { parentURL }) {
    if (!RELATIVE.test(specifier) || !parentURL?.startsWith('file:')) return null;
    const wanted = path.resolve(path.dirname(fileURLToPath(parentURL)), specifier);
    const found = existingFile(wanted);
    if (!found) return null;
    recordRepair(`file found for ${specifier}`);
    return { url: pathToFileURL(found).href, shortCircuit: true };
  },
};
