import cacache from 'cacache';
import semver from 'semver';
import { manifestOnly, parseManifest, readTarball } from '../registry/tarball.mjs';
import { fetchTarball } from './download.mjs';
import { entryPoint } from './entry_point.mjs';
import { resolvePlugin } from './plugin_source.mjs';
import { offeredVersions } from './root_manifest.mjs';

const MOST_TRIED = 5;

/**
 * What to choose instead of a version without code.
 * @param {string} name
 * @param {string} version
 * @param {Record<string, any>} options of npm
 * @returns {Promise<string>}
 */
export async function adviceInstead(name, version, options) {
  const older = await olderWithCode(name, version, options);
  return older
    ? `Choose ${older}, the newest version before it that has its code.`
    : 'Look for another plugin: no version shortly before it has its code.';
}

/**
 * The newest version before one without code that was published with its code.
 * @param {string} name
 * @param {string} version
 * @param {Record<string, any>} options of npm
 * @returns {Promise<string | null>} null where none of the five before has any
 */
async function olderWithCode(name, version, options) {
  const { versions } = await offeredVersions(name, options);
  const older = semver.rsort(versions.filter((each) => semver.lt(each, version)));
  for (const each of older.slice(0, MOST_TRIED)) {
    const tarball = await resolvePlugin(name, each, options);
    await fetchTarball(tarball, options, () => {});
    if (await hasCode(tarball, options)) return each;
  }
  return null;
}

async function hasCode({ integrity }, { cache }) {
  const files = new Set();
  const keep = (entry) => {
    files.add(entry.path);
    return manifestOnly(entry);
  };
  const texts = await readTarball(cacache.get.stream.byDigest(cache, integrity), { keep });
  return entryPoint(parseManifest(texts.get('package.json')), files) !== null;
}
