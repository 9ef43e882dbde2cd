import npa from 'npm-package-arg';
import semver from 'semver';

const REGISTRY_TYPES = new Set(['version', 'range', 'tag', 'alias']);
const MONOREPO_PROTOCOL = /^(workspace|catalog):/;
const known = new Map();

/**
 * The range to ask the registry for in place of one that means something only on its author's
 * machine: git, file, link, URL, `workspace:` or `catalog:`.
 * @param {unknown} range
 * @returns {string} `range` itself where the registry understands it
 */
export function registryRange(range) {
  if (typeof range !== 'string') return '*';
  if (!known.has(range)) known.set(range, translate(range));
  return known.get(range);
}

function translate(range) {
  if (MONOREPO_PROTOCOL.test(range))
    return semver.validRange(range.replace(MONOREPO_PROTOCOL, '')) || '*';
  try {
    const spec = npa.resolve('any', range);
    return REGISTRY_TYPES.has((spec.subSpec ?? spec).type) ? range : '*';
  } catch {
    return '*';
  }
}

/**
 * The range to use for one of a package whose versions are known.
 * @param {{ versions: string[], distTags: Record<string, string> }} offered
 * @param {string} range as the registry understands it
 * @returns {string | null} `range` where a version satisfies it, else the version that comes
 *   nearest; null where there is none
 */
export function satisfiableRange({ versions, distTags }, range) {
  if (
    range === '' ||
    range === '*' ||
    distTags[range] ||
    semver.maxSatisfying(versions, range, { loose: true })
  )
    return range;
  return (
    semver.maxSatisfying(versions, range, { includePrerelease: true }) ??
    sameMajor(versions, range) ??
    distTags.latest ??
    null
  );
}

function sameMajor(versions, range) {
  const wanted = semver.validRange(range) && semver.minVersion(range);
  return wanted
    ? semver.maxSatisfying(versions, `^${wanted.major}`, { includePrerelease: true })
    : null;
}

/**
 * Published versions that look like one which does not exist, nearest first.
 * @param {string[]} versions
 * @param {string} wanted
 * @returns {string[]} at most five
 */
export function nearVersions(versions, wanted) {
  const target = semver.coerce(wanted, { includePrerelease: true });
  const sorted = semver.rsort([...versions]);
  if (!target) return sorted.slice(0, 5);
  const distance = (version) => {
    const { major, minor, patch } = semver.parse(version);
    return [major - target.major, minor - target.minor, patch - target.patch].map(Math.abs);
  };
  const nearer = (a, b) => a.map((part, index) => part - b[index]).find((part) => part !== 0) ?? 0;
  return sorted.sort((a, b) => nearer(distance(a), distance(b))).slice(0, 5);
}
