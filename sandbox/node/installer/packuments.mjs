import validateName from 'validate-npm-package-name';
import { registryRange, satisfiableRange } from './ranges.mjs';

const FIELDS = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * The packuments that npm's resolver works from, handed to it as its cache. Each manifest in
 * them is mended on the way in, so that packages deep in the tree can neither bring what the
 * host supplies nor send the resolver to git, to a folder or to an address of their choice.
 */
export class Packuments extends Map {
  #leftOut;
  #dropped = new Set();
  #replaced = new Map();
  #repairs = new Map();

  /** @param {string[]} leftOut packages that the host supplies */
  constructor(leftOut) {
    super();
    this.#leftOut = new Set(leftOut);
  }

  set(key, packument) {
    for (const manifest of Object.values(packument.versions ?? {})) this.mend(manifest);
    return super.set(key, packument);
  }

  /** Does without a package that the registry or this platform does not offer. */
  drop(name) {
    this.#dropped.add(name);
    this.#mendAll();
  }

  /**
   * Asks for what the registry has in place of a range that nothing satisfies.
   * @param {string} name
   * @param {string} range
   * @param {{ versions: string[], distTags: Record<string, string> }} offered
   */
  replace(name, range, offered) {
    const instead = satisfiableRange(offered, range);
    if (instead === null || instead === range) return this.drop(name);
    this.#replaced.set(`${name}@${range}`, instead);
    return this.#mendAll();
  }

  /**
   * The mends that a package of the tree had, each in a few words.
   * @param {string} name
   * @param {string} version
   * @returns {string[]}
   */
  repairsOf(name, version) {
    return [...(this.#repairs.get(`${name}@${version}`) ?? [])];
  }

  /** @param {Record<string, any>} manifest changed in place */
  mend(manifest) {
    // A shrinkwrap or a bundle would bring packages that nobody resolved or checked.
    for (const field of ['_hasShrinkwrap', 'bundleDependencies', 'bundledDependencies'])
      delete manifest[field];
    for (const field of FIELDS) {
      if (typeof manifest[field] !== 'object') delete manifest[field];
      for (const name of Object.keys(manifest[field] ?? {}))
        this.#mendDependency(manifest, field, name);
    }
  }

  #mendDependency(manifest, field, name) {
    const range = manifest[field][name];
    if (this.#leftOut.has(name) || !validateName(name).validForOldPackages) {
      delete manifest[field][name];
    } else if (this.#dropped.has(name)) {
      delete manifest[field][name];
      this.#note(manifest, `${name}@${range} left out: not to be had`);
    } else {
      const mended = this.#mendedRange(name, range);
      if (mended === range) return;
      manifest[field][name] = mended;
      this.#note(manifest, `${name}@${range} read as ${mended}`);
    }
  }

  #mendedRange(name, range) {
    const asked = registryRange(range);
    return this.#replaced.get(`${name}@${asked}`) ?? asked;
  }

  #note({ name, version }, words) {
    const key = `${name}@${version}`;
    if (!this.#repairs.has(key)) this.#repairs.set(key, new Set());
    this.#repairs.get(key).add(words);
  }

  #mendAll() {
    for (const packument of this.values()) {
      for (const manifest of Object.values(packument.versions ?? {})) this.mend(manifest);
    }
  }
}
