import cacache from 'cacache';
import { forEachAtOnce } from '../registry/concurrency.mjs';
import { manifestOnly, parseManifest, readTarball } from '../registry/tarball.mjs';
import { megabytes } from './download.mjs';
import { InstallFailure } from './failure.mjs';

const AT_ONCE = 4;
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** How much a tree may unpack to; what goes over ends the installation before it is written. */
export class Budget {
  files = 0;
  bytes = 0;

  /** @param {{ files: number, bytes: number }} limits */
  constructor(limits) {
    this.limits = limits;
  }

  /**
   * @param {number} bytes of one more file
   * @param {number} copies of that file
   */
  spend(bytes, copies) {
    this.files += copies;
    this.bytes += bytes * copies;
    if (this.bytes > this.limits.bytes) throw tooLarge(`${megabytes(this.limits.bytes)} MB`);
    if (this.files > this.limits.files) throw tooLarge(`${this.limits.files} files`);
  }
}

/**
 * @typedef {object} TarballFacts
 * @property {boolean} native whether it holds or would compile a native add-on
 * @property {string[]} scripts that npm would run on installing it
 */

/**
 * Checks every tarball in the cache against the checksum that the registry announced, and sees
 * what is inside.
 * @param {import('./plugin_source.mjs').Tarball[]} tarballs
 * @param {Budget} budget
 * @param {import('./progress.mjs').Progress} progress
 * @param {Record<string, any>} options of npm
 * @returns {Promise<{ nativeAddons: string[], skippedScripts: string[] }>}
 */
export async function verify(tarballs, budget, progress, options) {
  const nativeAddons = new Set();
  const skippedScripts = new Set();
  let checked = 0;
  await forEachAtOnce(tarballs, AT_ONCE, async (tarball) => {
    const id = `${tarball.name}@${tarball.version}`;
    const { native, scripts } = await inspectTarball(tarball, budget, options);
    if (native) nativeAddons.add(id);
    for (const script of scripts) skippedScripts.add(`${id} ${script}`);
    checked += 1;
    progress.advance(
      checked,
      tarballs.length,
      `${checked} of ${tarballs.length} packages match their checksums`,
    );
  });
  return { nativeAddons: [...nativeAddons].sort(), skippedScripts: [...skippedScripts].sort() };
}

/**
 * Checks one tarball in the cache and sees what is inside.
 * @param {import('./plugin_source.mjs').Tarball} tarball
 * @param {Budget} budget
 * @param {Record<string, any>} options of npm
 * @returns {Promise<TarballFacts>}
 */
export async function inspectTarball({ name, version, integrity, copies }, budget, { cache }) {
  let binary = false;
  let compiled = false;
  const look = (entry) => {
    budget.spend(entry.size, copies);
    binary ||= entry.path.endsWith('.node');
    compiled ||= entry.path === 'binding.gyp';
    return manifestOnly(entry);
  };
  const texts = await readTarball(cacache.get.stream.byDigest(cache, integrity), {
    keep: look,
  }).catch((error) => {
    throw Object.assign(error, { package: `${name}@${version}` });
  });
  const { scripts } = parseManifest(texts.get('package.json'));
  const present = INSTALL_SCRIPTS.filter((script) => scripts?.[script]);
  return {
    native: binary || compiled,
    scripts: compiled && !present.length ? ['node-gyp rebuild'] : present,
  };
}

const tooLarge = (limit) =>
  new InstallFailure(
    'TOO_LARGE',
    `It unpacks to more than ${limit}.`,
    'Choose a smaller plugin, or ask for a higher limit.',
  );
