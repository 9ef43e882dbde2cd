import { Transform } from 'node:stream';
import { UnsafeTarball } from './tarball_rules.mjs';

const BLOCK = 512;
const HEADER_BYTES = 8 * BLOCK; // with the extended ones before it
const SLACK_BYTES = 1024 * 1024;

/**
 * Passes a tarball on as long as its bytes belong to files: what is padded with zeros is a few
 * kilobytes to download and gigabytes to read.
 */
export class TarballSize extends Transform {
  #left = SLACK_BYTES;

  /** @param {number} bytes that the next file is said to hold */
  expect(bytes) {
    this.#left += bytes + HEADER_BYTES;
  }

  _transform(chunk, _encoding, done) {
    this.#left -= chunk.length;
    if (this.#left >= 0) done(null, chunk);
    else done(new UnsafeTarball('it holds more bytes than its files have'));
  }
}
