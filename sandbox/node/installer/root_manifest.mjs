import pacote from 'pacote';
import validateName from 'validate-npm-package-name';
import { forEachAtOnce } from '../registry/concurrency.mjs';
import { coreRangeOf } from '../registry/package_record.mjs';
import { isBuildTool } from './build_tools.mjs';
import { registryRange, satisfiableRange } from './ranges.mjs';

const AT_ONCE = 16;
const REMOVED = [
  'bundleDependencies',
  'bundledDependencies',
  'devDependencies',
  'devEngines',
  'engines',
  'optionalDependencies',
  'overrides',
  'packageExtensions',
  'packageManager',
  'patchedDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'pnpm',
  'resolutions',
  'workspaces',
];

/**
 * @typedef {object} RewrittenManifest
 * @property {Record<string, any>} manifest to install by
 * @property {string[]} repairs what was changed beyond the usual, each in a few words
 */

/**
 * The manifest to install a plugin by, as the root of its own tree: what the host supplies and
 * what only builds is gone, required peers are dependencies, and every range can be satisfied.
 * @param {Record<string, any>} original
 * @param {string[]} leftOut packages that the host supplies
 * @param {Record<string, string>} undeclared ranges of what it imports and does not ask for
 * @param {Record<string, any>} options of npm
 * @returns {Promise<RewrittenManifest>}
 */
export async function rewriteManifest(original, leftOut, undeclared, options) {
  const repairs = Object.keys(undeclared).map((name) => `${name} added: imported, not declared`);
  const wanted = wantedDependencies(original, leftOut, repairs);
  wanted.required.push(...Object.entries(undeclared));
  const manifest = Object.fromEntries(
    Object.entries(original).filter(([field]) => !REMOVED.includes(field)),
  );
  manifest.oneGraph = { core: askedCore(original, leftOut) };
  manifest.dependencies = await satisfiable(wanted.required, options, repairs);
  manifest.optionalDependencies = await satisfiable(wanted.optional, options, repairs);
  return { manifest, repairs };
}

/** The loader has to know for which core it was written, once that is no dependency any more. */
function askedCore(original, [core, old]) {
  return coreRangeOf(original, core) ?? (coreRangeOf(original, old) && '0.1');
}

function wantedDependencies(original, leftOut, repairs) {
  const wanted = ([name]) =>
    !leftOut.includes(name) && name !== original.name && !dropped(name, repairs);
  const optional = asObject(original.optionalDependencies);
  const meta = asObject(original.peerDependenciesMeta);
  const peers = Object.entries(asObject(original.peerDependencies)).filter(
    ([name]) => !meta[name]?.optional,
  );
  const required = { ...Object.fromEntries(peers), ...asObject(original.dependencies) };
  for (const name of Object.keys(optional)) delete required[name]; // npm installs these as optional
  return {
    required: Object.entries(required).filter(wanted),
    optional: Object.entries(optional).filter(wanted),
  };
}

function dropped(name, repairs) {
  if (isBuildTool(name)) repairs.push(`${name} left out: it only builds`);
  return isBuildTool(name);
}

async function satisfiable(entries, options, repairs) {
  const ranges = {};
  await forEachAtOnce(entries, AT_ONCE, async ([name, range]) => {
    const found = await satisfiableOnRegistry(name, registryRange(range), options);
    if (found !== null) ranges[name] = found;
    if (found === null) repairs.push(`${name}@${range} left out: not on the registry`);
    else if (found !== range) repairs.push(`${name}@${range} read as ${found}`);
  });
  // In one order, whatever order the answers came in: the artefact's digest depends on it.
  return Object.fromEntries(Object.entries(ranges).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function satisfiableOnRegistry(name, range, options) {
  if (range.startsWith('npm:')) return range;
  const offered = await offeredVersions(name, options);
  return offered && satisfiableRange(offered, range);
}

/**
 * The versions of a package, its tags, and when each was published.
 * @param {string} name
 * @param {Record<string, any>} options of npm
 * @returns {Promise<{ versions: string[], distTags: Record<string, string>,
 *   times: Record<string, string> } | null>} null for a package that the registry does not have
 */
export async function offeredVersions(name, options) {
  if (!validateName(name).validForOldPackages) return null;
  try {
    const packument = await pacote.packument(name, { ...options, fullMetadata: true });
    return {
      versions: Object.keys(packument.versions ?? {}),
      distTags: packument['dist-tags'] ?? {},
      times: packument.time ?? {},
    };
  } catch (error) {
    if (error.code === 'E404' || error.code === 'E403') return null;
    throw error;
  }
}

function asObject(value) {
  return value && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
