import semver from 'semver';
import { forEachAtOnce } from '../registry/concurrency.mjs';
import { isBuildTool } from './build_tools.mjs';
import { registryRange } from './ranges.mjs';
import { offeredVersions } from './root_manifest.mjs';

const AT_ONCE = 16;
const DECLARED = ['dependencies', 'optionalDependencies'];
const HINTS = ['peerDependencies', 'devDependencies'];

/**
 * Those of a plugin's imports that its manifest does not ask for and the registry has: the author
 * had them by chance. The range is what its manifest says for its own development, else the newest
 * version of the day on which the plugin was published.
 * @param {Set<string>} imported names
 * @param {Record<string, any>} manifest
 * @param {string[]} leftOut packages that the host supplies
 * @param {string | undefined} published when the plugin was
 * @param {Record<string, any>} options of npm
 * @returns {Promise<Record<string, string>>} ranges by name
 */
export async function undeclaredPackages(imported, manifest, leftOut, published, options) {
  const missing = [...imported].filter((name) => isMissing(name, manifest, leftOut)).sort();
  const ranges = Object.fromEntries(missing.map((name) => [name, null])); // in one order
  await forEachAtOnce(missing, AT_ONCE, async (name) => {
    const offered = await offeredVersions(name, options);
    if (!offered) return void delete ranges[name];
    const hint = HINTS.map((field) => manifest[field]?.[name]).find(Boolean);
    const range = registryRange(hint);
    ranges[name] = range === '*' ? newestAt(offered, published) : range;
  });
  return ranges;
}

function isMissing(name, manifest, leftOut) {
  const required =
    manifest.peerDependencies?.[name] && !manifest.peerDependenciesMeta?.[name]?.optional;
  const declared = DECLARED.some((field) => manifest[field]?.[name]) || required;
  return !declared && name !== manifest.name && !leftOut.includes(name) && !isBuildTool(name);
}

function newestAt({ versions, distTags, times }, published) {
  const then = versions.filter((version) => published && times[version] <= published);
  return semver.maxSatisfying(then, '*') ?? distTags.latest ?? '*';
}
