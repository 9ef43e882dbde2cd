import { createGunzip } from 'node:zlib';
import { Parser } from 'tar';
import { checkEntry, UnsafeTarball } from './tarball_rules.mjs';
import { TarballSize } from './tarball_size.mjs';

const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_README_BYTES = 200_000;
const README = /^readme(\.md|\.markdown|\.txt)?$/i;

/**
 * @typedef {object} TarballEntry
 * @property {string} path inside the package, without the tarball's own top folder
 * @property {string} type as the tar format names it: File, Directory, SymbolicLink, ...
 * @property {number} size bytes
 */

/**
 * Reads a package's tarball as data: nothing is written and nothing is run.
 * @param {import('node:stream').Readable} stream the compressed tarball
 * @param {object} wanted
 * @param {(entry: TarballEntry) => number} wanted.keep bytes of this entry's text to hand back;
 *   may throw to stop the reading
 * @param {(path: string, entry: import('tar').ReadEntry) => void} [wanted.watch] is given every
 *   file, to listen to its data
 * @returns {Promise<Map<string, string>>} text by path
 */
export function readTarball(stream, { keep, watch = () => {} }) {
  const texts = new Map();
  const size = new TarballSize();
  const gunzip = createGunzip();
  return new Promise((resolve, reject) => {
    const stop = (error) => {
      for (const each of [stream, gunzip, size]) each.destroy?.();
      reject(error);
    };
    const parser = new Parser({
      onReadEntry: (entry) => {
        try {
          const path = checkEntry(entry);
          size.expect(entry.size);
          const bytes = keep({ path, type: entry.type, size: entry.size });
          if (entry.type.endsWith('File')) watch(path, entry);
          if (bytes > 0) collectText(entry, bytes, (text) => texts.set(path, text));
        } catch (error) {
          stop(error);
        }
        entry.resume();
      },
    });
    for (const each of [stream, gunzip, size, parser]) each.on('error', stop);
    parser.on('end', () => resolve(texts));
    stream.pipe(gunzip).pipe(size).pipe(parser);
  });
}

/**
 * The manifest of a package, from the text of its package.json.
 * @param {string | undefined} text
 * @returns {Record<string, any>}
 */
export function parseManifest(text) {
  if (text === undefined) throw new UnsafeTarball('the tarball has no package.json');
  try {
    const manifest = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (manifest && typeof manifest === 'object' && !Array.isArray(manifest)) return manifest;
  } catch {
    // said below, for broken text and for JSON that is no object
  }
  throw new UnsafeTarball('its package.json is not a JSON object');
}

/**
 * How many bytes of an entry to keep when only the manifest is wanted.
 * @param {TarballEntry} entry
 * @returns {number}
 */
export function manifestOnly({ path, type, size }) {
  if (path !== 'package.json' || !type.endsWith('File')) return 0;
  if (size > MAX_MANIFEST_BYTES) throw new UnsafeTarball('its package.json is larger than 1 MB');
  return MAX_MANIFEST_BYTES;
}

/**
 * The same, and the readme where there is one.
 * @param {TarballEntry} entry
 * @returns {number}
 */
export function manifestOrReadme(entry) {
  return README.test(entry.path) && entry.type.endsWith('File')
    ? MAX_README_BYTES
    : manifestOnly(entry);
}

/**
 * @param {Map<string, string>} texts by path
 * @returns {string | null}
 */
export function readmeOf(texts) {
  return [...texts].find(([path]) => README.test(path))?.[1] ?? null;
}

function collectText(entry, limit, done) {
  const chunks = [];
  let left = limit;
  entry.on('data', (chunk) => {
    if (left > 0) chunks.push(chunk.subarray(0, left));
    left -= chunk.length;
  });
  entry.on('end', () => done(new TextDecoder().decode(Buffer.concat(chunks))));
}
