import { Failure } from './failure.mjs';

/** Whether a value yields its pieces over time: a stream, an async iterator, a blob, a response. */
export function isStream(value) {
  if (value === null || typeof value !== 'object') return false;
  return value instanceof Blob || typeof value[Symbol.asyncIterator] === 'function';
}

/**
 * All that a stream yields: one text if every piece is a text, one Buffer if every piece is
 * binary, else the list of pieces.
 * @param {any} stream
 * @param {{onPiece?: (piece: unknown) => void, mostBytes: number}} options
 */
export async function readStream(stream, { onPiece = () => {}, mostBytes }) {
  if (stream instanceof Blob) return Buffer.from(await stream.arrayBuffer());
  const pieces = [];
  let size = 0;
  for await (const piece of stream) {
    size += sizeOf(piece);
    if (size > mostBytes) {
      throw new Failure('VALUE_TOO_LARGE', `The stream yields more than ${mostBytes} bytes`);
    }
    pieces.push(piece);
    onPiece(piece);
  }
  return joined(pieces);
}

/** Pieces that are neither text nor binary count as a fixed size: it only bounds their number. */
const sizeOf = (piece) => piece?.byteLength ?? piece?.length ?? 100;

function joined(pieces) {
  if (pieces.length === 0) return [];
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  if (pieces.every((piece) => piece instanceof Uint8Array)) return Buffer.concat(pieces);
  return pieces;
}
