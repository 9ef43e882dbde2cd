import pacote from 'pacote';
import { declaredDependencies, manifestFacts } from './manifest_facts.mjs';
import { manifestOrReadme, parseManifest, readmeOf, readTarball } from './tarball.mjs';

const MAX_TARBALL_BYTES = 100 * 1024 * 1024;

/**
 * The versions of a package. A name that the registry does not have is an answer, not an error.
 * @param {string} name
 * @param {{ corePackage: string }} request names the package whose range each version is asked for
 * @param {Record<string, any>} options of npm
 * @returns {Promise<Record<string, any>>}
 */
export async function readVersions(name, { corePackage }, options) {
  return describe(name, await findPackument(name, options), corePackage);
}

/**
 * The versions of a package, and what the tarball of its newest one says about it.
 * @param {string} name
 * @param {{ corePackage: string }} request
 * @param {Record<string, any>} options of npm
 * @returns {Promise<Record<string, any>>}
 */
export async function readPackage(name, { corePackage }, options) {
  const packument = await findPackument(name, options);
  const record = describe(name, packument, corePackage);
  const newest = packument?.versions?.[record.distTags.latest];
  if (!newest) return record;
  try {
    return { ...record, latest: await readTarballOf(newest, options) };
  } catch (error) {
    return { ...record, error: `${name}@${newest.version}: ${error.code ?? error.message}` };
  }
}

async function findPackument(name, options) {
  try {
    return await pacote.packument(name, { ...options, fullMetadata: true });
  } catch (error) {
    if (error.code === 'E404' || error.code === 'E403') return null;
    throw error;
  }
}

function describe(name, packument, corePackage) {
  return {
    name,
    available: packument !== null,
    distTags: packument?.['dist-tags'] ?? {},
    versions: packument ? versionsOf(packument, corePackage) : [],
  };
}

function versionsOf(packument, corePackage) {
  return Object.values(packument.versions ?? {}).map((manifest) => ({
    version: manifest.version,
    publishedAt: packument.time?.[manifest.version] ?? null,
    integrity: manifest.dist?.integrity ?? null,
    coreRange: coreRangeOf(manifest, corePackage),
    declaredDependencies: isStripped(manifest) ? null : declaredDependencies(manifest),
  }));
}

/** Some registries leave manifests out of packuments; the id is then gone as well. */
function isStripped(manifest) {
  return !manifest._id && !manifest.dependencies && !manifest.peerDependencies;
}

/**
 * @param {Record<string, any>} manifest
 * @param {string} corePackage
 * @returns {string | null}
 */
export function coreRangeOf(manifest, corePackage) {
  const range = manifest.peerDependencies?.[corePackage] ?? manifest.dependencies?.[corePackage];
  return typeof range === 'string' ? range : null;
}

async function readTarballOf({ name, version, dist }, options) {
  const texts = await pacote.tarball.stream(
    `${name}@${version}`,
    (stream) => readTarball(capped(stream), { keep: manifestOrReadme }),
    // With both of these, a tarball that the cache holds is not fetched again.
    { ...options, fullMetadata: true, resolved: dist?.tarball, integrity: dist?.integrity },
  );
  return { version, readme: readmeOf(texts), ...manifestFacts(parseManifest(texts.get('package.json'))) };
}

function capped(stream) {
  let bytes = 0;
  stream.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > MAX_TARBALL_BYTES)
      stream.emit('error', new Error('the tarball is larger than 100 MB'));
  });
  return stream;
}
