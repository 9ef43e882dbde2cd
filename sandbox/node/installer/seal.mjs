import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';

/** Where the host adds the plugin's bundle. */
const OURS = '.one-graph';
const CHUNK = Buffer.allocUnsafe(1024 * 1024);

/**
 * Makes a folder final: no links, no packages that the host supplies, nothing to be written.
 * Synchronous, which is five times as fast for thousands of small files.
 * @param {string} folder
 * @param {string[]} leftOut packages that the host supplies
 * @param {(done: number, total: number) => void} report
 * @returns {{ digest: string, bytes: number, files: number }} the digest covers paths,
 *   executable bits and contents
 */
export function seal(folder, leftOut, report) {
  const { files, folders } = walk(folder, leftOut);
  const digest = createHash('sha256');
  let bytes = 0;
  for (const [index, path] of files.sort().entries()) {
    const sealed = sealFile(join(folder, path));
    bytes += sealed.bytes;
    digest.update(`${path}\0${sealed.executable ? 'x' : '-'}\0${sealed.sha256}\n`);
    report(index + 1, files.length);
  }
  for (const path of folders) chmodSync(join(folder, path), 0o555);
  return { digest: `sha256-${digest.digest('hex')}`, bytes, files: files.length };
}

function walk(folder, leftOut) {
  const files = [];
  const folders = [];
  const visit = (path) => {
    folders.push(path);
    for (const child of readdirSync(join(folder, path), { withFileTypes: true })) {
      const inside = path ? `${path}/${child.name}` : child.name;
      const stays = !isLeftOut(inside, leftOut);
      if (stays && child.isDirectory()) visit(inside);
      else if (stays && child.isFile()) files.push(inside);
      else rmSync(join(folder, inside), { recursive: true });
    }
  };
  visit('');
  return { files, folders };
}

/** A tarball can carry packages inside itself, which no resolver saw, and what is put in later. */
function isLeftOut(path, leftOut) {
  return path === OURS || leftOut.some((name) => `/${path}`.endsWith(`/node_modules/${name}`));
}

function sealFile(path) {
  const file = openSync(path, 'r');
  try {
    const executable = (fstatSync(file).mode & 0o100) !== 0;
    fchmodSync(file, executable ? 0o555 : 0o444);
    return { executable, ...hashFile(file) };
  } finally {
    closeSync(file);
  }
}

function hashFile(file) {
  const hash = createHash('sha256');
  let bytes = 0;
  for (let read = readSync(file, CHUNK); read > 0; read = readSync(file, CHUNK)) {
    hash.update(CHUNK.subarray(0, read));
    bytes += read;
  }
  return { bytes, sha256: hash.digest('hex') };
}
