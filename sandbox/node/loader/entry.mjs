import fs from 'node:fs';
import path from 'node:path';
import { existingFile } from './files.mjs';
import { PackageFault } from './package_fault.mjs';

/** Where packages put their code when their manifest does not say, or says it wrongly. */
const USUAL_PLACES = [
  'dist/index.js',
  'dist/index.mjs',
  'dist/index.cjs',
  'dist/node/index.node.js',
  'index.js',
  'lib/index.js',
  'build/index.js',
  'src/index.js',
  'src/index.ts',
  'index.ts',
];
const CONDITIONS = ['node', 'import', 'module', 'default', 'require'];

/**
 * The file to import for a package: what `exports`, `module` or `main` say, else the first
 * usual place that exists.
 * @param {string} folder the package's folder
 * @returns {{file: string, declared: boolean}} `declared` is false where a usual place was taken
 */
export function findEntry(folder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const declared = [rootExport(manifest.exports), manifest.module, manifest.main];
  for (const [place, isDeclared] of [...label(declared, true), ...label(USUAL_PLACES, false)]) {
    const file = existingFile(path.join(folder, place));
    if (file) return { file, declared: isDeclared };
  }
  const places = [...new Set(declared)].filter(Boolean).join(', ') || 'its usual entry files';
  throw new PackageFault(`The package has no code: none of ${places} exists`);
}

const label = (places, isDeclared) =>
  places.filter((place) => typeof place === 'string').map((place) => [place, isDeclared]);

function rootExport(exports) {
  if (exports === null || typeof exports !== 'object' || Array.isArray(exports))
    return pick(exports);
  return pick('.' in exports ? exports['.'] : exports);
}

/** The first target whose condition Node would take for an import. */
function pick(target) {
  if (typeof target === 'string' || target == null) return target;
  const candidates = Array.isArray(target)
    ? target
    : Object.keys(target)
        .filter((key) => CONDITIONS.includes(key))
        .map((key) => target[key]);
  for (const candidate of candidates) {
    const found = pick(candidate);
    if (found) return found;
  }
  return undefined;
}
