import fs from 'node:fs';

const ENDINGS = ['', '.js', '.mjs', '.cjs', '.json', '/index.js', '/index.mjs', '/index.cjs'];

/**
 * The file that a path means where extensions and folders may be left out.
 * @param {string} place
 * @returns {string | undefined}
 */
export function existingFile(place) {
  return ENDINGS.map((ending) => place + ending).find(isFile);
}

function isFile(place) {
  return fs.statSync(place, { throwIfNoEntry: false })?.isFile() ?? false;
}
