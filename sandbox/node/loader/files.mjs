import fs from 'node:fs';

const ENDINGS = [
  ...['', '.js', '.mjs', '.cjs', '.json', '.ts', '.mts'],
  ...['/index.js', '/index.mjs', '/index.cjs', '/index.ts'],
];
const COMPILED = /\.(m?)js$/;

/**
 * The file that a path means where extensions and folders may be left out.
 * @param {string} place
 * @returns {string | undefined}
 */
export function existingFile(place) {
  const source = place.replace(COMPILED, '.$1ts'); // what was to be compiled, and was not
  return [...ENDINGS.map((ending) => place + ending), source].find(isFile);
}

function isFile(place) {
  return fs.statSync(place, { throwIfNoEntry: false })?.isFile() ?? false;
}
