import { join } from 'node:path';
import npmFetch from 'npm-registry-fetch';
import pacote from 'pacote';
import { createVerifier } from 'sigstore';
import { forEachAtOnce } from '../registry/concurrency.mjs';
import { InstallFailure } from './failure.mjs';

const AT_ONCE = 16;
const TRUST_ROOT_MILLISECONDS = 5_000;
const PEM_LINE = /.{1,64}/g;

/**
 * @typedef {'VALID' | 'UNSIGNED' | 'UNAVAILABLE'} SignatureState
 * UNAVAILABLE: the registry offers no keys, or its statement cannot be checked from here. What is
 * INVALID ends the installation, so nothing is kept that could be in that state.
 */

/**
 * @typedef {object} Signature
 * @property {SignatureState} state of the registry's signature
 * @property {string | null} signer whose key it was
 * @property {SignatureState} provenance of the statement of where it was built
 */

/** What the registries of some packages signed, and with which keys. */
export class RegistrySignatures {
  #options;
  #keys;

  /**
   * @param {import('./plugin_source.mjs').Tarball[]} tarballs
   * @param {Record<string, any>} options of npm, with the packuments that the tree came from
   * @returns {Promise<RegistrySignatures>}
   */
  static async of(tarballs, options) {
    const registries = new Set(tarballs.map(({ name }) => registryOf(name, options)));
    const keys = await Promise.all([...registries].map((each) => signingKeys(each, options)));
    return new RegistrySignatures(options, Object.assign({}, ...keys));
  }

  constructor(options, keys) {
    this.#keys = keys;
    this.#options = { ...options, ...keys, fullMetadata: true, verifySignatures: true };
  }

  /** @param {import('./plugin_source.mjs').Tarball[]} tarballs */
  async verifyAll(tarballs) {
    const signed = tarballs.filter((tarball) => this.#offeredFor(tarball));
    await forEachAtOnce(signed, AT_ONCE, (each) => signaturesOf(each, this.#options));
  }

  /**
   * @param {import('./plugin_source.mjs').Tarball} tarball
   * @returns {Promise<Signature>}
   */
  async of(tarball) {
    if (!this.#offeredFor(tarball))
      return { state: 'UNAVAILABLE', signer: null, provenance: 'UNAVAILABLE' };
    const signatures = await signaturesOf(tarball, this.#options);
    return {
      state: signatures.length ? 'VALID' : 'UNSIGNED',
      signer: signatures[0]?.keyid ?? null,
      provenance: await provenanceOf(tarball, this.#options),
    };
  }

  #offeredFor({ name }) {
    return keysName(registryOf(name, this.#options)) in this.#keys;
  }
}

const registryOf = (name, options) => npmFetch.pickRegistry(name, options);

/** npm's libraries look for a registry's keys among their options, under this name. */
function keysName(registry) {
  const { host, pathname } = new URL(registry);
  return `//${host}${pathname}:_keys`;
}

async function signingKeys(registry, options) {
  try {
    const { keys } = await npmFetch.json('/-/npm/v1/keys', { ...options, registry });
    return keys?.length ? { [keysName(registry)]: keys.map(withPem) } : {};
  } catch (error) {
    if (/^E(400|401|403|404|405|501)$/.test(error.code)) return {}; // it offers none
    throw error;
  }
}

function withPem(key) {
  const lines = String(key.key).match(PEM_LINE) ?? [];
  return {
    ...key,
    pemkey: ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----'].join('\n'),
  };
}

async function signaturesOf(tarball, options) {
  const manifest = await verified(tarball, options);
  if (manifest._integrity !== tarball.integrity) throw invalid(tarball, 'of another tarball');
  return manifest._signatures ?? [];
}

/** Where and from what a package was built, as Sigstore's log has it. */
async function provenanceOf(plugin, options) {
  const { _attestations } = await verified(plugin, options);
  if (!_attestations) return 'UNSIGNED';
  const tufCache = join(options.cache, 'sigstore');
  try {
    await createVerifier({ tufCachePath: tufCache, timeout: TRUST_ROOT_MILLISECONDS, retry: 0 });
  } catch {
    return 'UNAVAILABLE'; // whom Sigstore trusts cannot be learnt
  }
  await verified(plugin, { ...options, tufCache, verifyAttestations: true });
  return 'VALID';
}

async function verified(tarball, options) {
  try {
    return await pacote.manifest(`${tarball.name}@${tarball.version}`, options);
  } catch (error) {
    if (/SIGNATURE|^EATTESTATION/.test(error.code)) throw invalid(tarball, error.message);
    throw error;
  }
}

function invalid({ name, version }, words) {
  return new InstallFailure(
    'SIGNATURE_INVALID',
    `The registry's signature of ${name}@${version} does not hold: ${words.slice(0, 300)}.`,
    'Do not install it: somebody may have changed it. Tell whoever runs the registry.',
  );
}
