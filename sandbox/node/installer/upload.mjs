import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import cacache from 'cacache';

/**
 * @typedef {object} Upload
 * @property {string} path of the tarball
 * @property {string} integrity that it had when it was uploaded
 * @property {import('./signatures.mjs').Signature} signature
 */

/**
 * Brings an uploaded tarball into npm's cache, where the registry's are.
 * @param {string} name
 * @param {string} version
 * @param {Upload} upload
 * @param {{ cache: string }} options of npm
 * @returns {Promise<import('./plugin_source.mjs').Tarball>}
 */
export async function takeUpload(name, version, { path, integrity }, { cache }) {
  await pipeline(
    createReadStream(path),
    cacache.put.stream(cache, `one-graph:upload:${integrity}`, { integrity }),
  );
  return { name, version, integrity, resolved: `file:${path}`, copies: 1 };
}
