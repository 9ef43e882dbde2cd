import pacote from 'pacote';
import { forEachAtOnce } from '../registry/concurrency.mjs';
import { InstallFailure } from './failure.mjs';

const AT_ONCE = 16;

/**
 * Brings every tarball into npm's cache.
 * @param {import('./plugin_source.mjs').Tarball[]} tarballs
 * @param {number} maxBytes of them together
 * @param {import('./progress.mjs').Progress} progress
 * @param {Record<string, any>} options of npm
 */
export async function download(tarballs, maxBytes, progress, options) {
  let bytes = 0;
  let packages = 0;
  const report = () =>
    progress.advance(
      packages,
      tarballs.length,
      `${packages} of ${tarballs.length} packages, ${megabytes(bytes)} MB`,
    );
  await forEachAtOnce(tarballs, AT_ONCE, async (tarball) => {
    await fetchTarball(tarball, options, (length) => {
      bytes += length;
      if (bytes > maxBytes)
        throw new InstallFailure(
          'TOO_LARGE',
          `Its packages are over ${megabytes(maxBytes)} MB.`,
          'Choose a smaller plugin.',
        );
      report();
    });
    packages += 1;
    report();
  });
}

/**
 * Brings one tarball into npm's cache; one that is there already is only read.
 * @param {import('./plugin_source.mjs').Tarball} tarball
 * @param {Record<string, any>} options of npm
 * @param {(bytes: number) => void} onBytes may throw to stop
 */
export async function fetchTarball({ name, version, resolved, integrity }, options, onBytes) {
  const drain = (stream) =>
    new Promise((resolve, reject) => {
      stream.on('data', (chunk) => {
        try {
          onBytes(chunk.length);
        } catch (error) {
          reject(error);
          stream.destroy();
        }
      });
      stream.on('end', resolve);
      stream.on('error', reject);
    });
  try {
    await pacote.tarball.stream(resolved, drain, {
      ...options,
      allowRemote: 'all', // the address is the registry's own
      resolved,
      integrity,
    });
  } catch (error) {
    throw Object.assign(error, { package: `${name}@${version}` });
  }
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
