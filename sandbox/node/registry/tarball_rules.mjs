import { posix } from 'node:path';

const MAX_PATH = 1024;
const MAX_DEPTH = 64;
const MAX_FILE_BYTES = 256 * 1024 * 1024;
const LINKS = ['Link', 'SymbolicLink'];
const DEVICES = ['BlockDevice', 'CharacterDevice', 'FIFO'];
// C0, C1 and what turns the direction of text around
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A tarball that no honest `npm publish` makes. */
export class UnsafeTarball extends Error {
  code = 'EUNSAFETARBALL';
}

/**
 * Checks an entry of a tarball. A file may be there twice: some honest packages are packed so, and
 * everybody who reads or unpacks one takes the last.
 * @param {import('tar').ReadEntry} entry
 * @returns {string} its path inside the package, without the tarball's own top folder
 * @throws {UnsafeTarball} says which rule it breaks
 */
export function checkEntry({ path, type, size, linkpath }) {
  checkPath(path);
  if (DEVICES.includes(type)) refuse('it holds a device', path);
  if (LINKS.includes(type) && leadsOut(path, type, linkpath ?? ''))
    refuse(`it holds a link to ${shown(linkpath ?? '')}`, path);
  if (size > MAX_FILE_BYTES) refuse('it holds a file of over 256 MB', path);
  return innerPath(path);
}

function checkPath(path) {
  if (path.length > MAX_PATH) refuse(`it holds a path of over ${MAX_PATH} characters`, path);
  if (CONTROL.test(path)) refuse('it holds a path with control characters', path);
  const parts = path.split(/[\\/]/);
  if (posix.isAbsolute(path) || /^[a-z]:/i.test(path) || parts.includes('..'))
    refuse('it holds a path outside the package', path);
  if (parts.length > MAX_DEPTH) refuse(`it holds a path of over ${MAX_DEPTH} folders`, path);
}

/** A symbolic link is relative to its own folder, a hard link to the tarball's. */
function leadsOut(path, type, target) {
  if (posix.isAbsolute(target) || target.includes('\\') || target.includes('\0')) return true;
  const top = path.split('/')[0];
  const base = type === 'Link' ? '.' : posix.dirname(path);
  const end = posix.normalize(posix.join(base, target));
  return end !== top && !end.startsWith(`${top}/`);
}

function innerPath(path) {
  return path
    .split('/')
    .filter((part) => part !== '.' && part !== '')
    .slice(1)
    .join('/');
}

function refuse(words, path) {
  throw new UnsafeTarball(`${words}: ${shown(path)}`);
}

/** Escaped, so that a path cannot write control characters into a log. */
function shown(path) {
  const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${path.slice(0, 200).replace(new RegExp(CONTROL, 'g'), escaped)}"`;
}
