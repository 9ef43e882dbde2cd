import { createHash, createPublicKey, verify } from 'node:crypto';

export const SIGNATURE_FILE = 'one-graph.signature.json';
export const MAX_SIGNATURE_BYTES = 4 * 1024 * 1024;
const HEADING = 'one-graph-signature-v1\n';

/** A signature that does not hold; the message says why. */
export class SignatureInvalid extends Error {}

/**
 * What a publisher signs: every file but the signature's own, by name and SHA-256.
 * @param {Map<string, string>} digests hexadecimal SHA-256 by path
 * @returns {string}
 */
export function signedText(digests) {
  const lines = [...digests]
    .filter(([path]) => path !== SIGNATURE_FILE)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, digest]) => `${digest}  ${path}\n`);
  return HEADING + lines.join('');
}

/**
 * Verifies the signature that a package brings along.
 * @param {string | undefined} text of its signature file
 * @param {Map<string, string>} digests of its files
 * @param {Record<string, string>} keys that are trusted: DER in base64, by id
 * @returns {{ state: 'VALID' | 'UNSIGNED', signer: string | null }}
 * @throws {SignatureInvalid}
 */
export function verifyPublisher(text, digests, keys) {
  if (text === undefined) return { state: 'UNSIGNED', signer: null };
  const { key, files, signature } = parsed(text);
  if (!Object.hasOwn(keys, key))
    throw new SignatureInvalid(`its key ${key.slice(0, 100)} is not trusted here`);
  checkFiles(files, digests);
  const publicKey = createPublicKey({
    key: Buffer.from(keys[key], 'base64'),
    format: 'der',
    type: 'spki',
  });
  const message = Buffer.from(signedText(digests));
  if (!verify(null, message, publicKey, Buffer.from(signature, 'base64')))
    throw new SignatureInvalid(`the key ${key} did not make it`);
  return { state: 'VALID', signer: key };
}

export const sha256 = () => createHash('sha256');

function parsed(text) {
  try {
    const found = JSON.parse(text);
    const { version, key, files, signature } = found;
    const texts = [key, signature].every((each) => typeof each === 'string');
    if (version === 1 && texts && files && typeof files === 'object') return found;
  } catch {
    // said below, for broken text and for another shape
  }
  throw new SignatureInvalid(`${SIGNATURE_FILE} is none of version 1`);
}

/** The signature tells as much; this tells which file it is about. */
function checkFiles(files, digests) {
  for (const [path, digest] of digests) {
    if (path === SIGNATURE_FILE) continue;
    if (!Object.hasOwn(files, path)) throw new SignatureInvalid(`it does not cover ${path}`);
    if (files[path] !== digest) throw new SignatureInvalid(`${path} is not the file signed`);
  }
  const missing = Object.keys(files).find((path) => !digests.has(path));
  if (missing !== undefined) throw new SignatureInvalid(`${missing} is missing`);
}
