import fs from 'node:fs';
import path from 'node:path';

const FIRST_GENERATION = /^[\s^~>=v]*0\./;
const OLD_NAME = '@ai16z/eliza';
const FIELDS = ['dependencies', 'peerDependencies', 'devDependencies'];

/**
 * Whether a plugin was written for core 0.x, by the core that its manifest asks for.
 * @param {string} folder the package's folder
 */
export function isLegacy(folder) {
  const manifest = manifestIn(folder);
  const ranges = FIELDS.flatMap((field) => [
    manifest[field]?.['@elizaos/core'],
    manifest[field]?.[OLD_NAME] && '0.1',
  ]);
  return [manifest.oneGraph?.core, ...ranges].some(
    (range) => typeof range === 'string' && FIRST_GENERATION.test(range),
  );
}

function manifestIn(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) ?? {};
  } catch {
    return {}; // whoever loads it says what is wrong
  }
}
