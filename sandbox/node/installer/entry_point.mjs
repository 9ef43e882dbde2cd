import { posix } from 'node:path';

const CONDITIONS = ['node', 'import', 'module', 'default', 'require', 'bun'];
const SUFFIXES = ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs', '/index.cjs'];
const SOURCES = ['src/index.ts', 'index.ts', 'src/index.js'];
const CODE = /\.[cm]?[jt]sx?$/;

/**
 * The file that importing a package loads.
 * @param {Record<string, any>} manifest
 * @param {Set<string>} files paths inside the package
 * @returns {string | null} null where there is no such file: nothing can be imported
 */
export function entryPoint(manifest, files) {
  const named = [...exported(manifest.exports), manifest.module, manifest.main, 'index'];
  const candidates = named.filter((each) => typeof each === 'string').flatMap(withSuffixes);
  return [...candidates, ...SOURCES].find((path) => files.has(path) && CODE.test(path)) ?? null;
}

function withSuffixes(path) {
  const plain = posix.normalize(path).replace(/\/$/, '');
  return SUFFIXES.map((suffix) => plain + suffix);
}

/** Every file that the "." of an `exports` field can lead to, likeliest first. */
function exported(field) {
  if (typeof field === 'string') return [field];
  if (Array.isArray(field)) return field.flatMap(exported);
  if (!field || typeof field !== 'object') return [];
  if ('.' in field) return exported(field['.']);
  return CONDITIONS.filter((condition) => condition in field).flatMap((condition) =>
    exported(field[condition]),
  );
}
