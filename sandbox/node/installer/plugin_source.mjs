import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pacote from 'pacote';
import { parseManifest } from '../registry/tarball.mjs';
import { fetchTarball } from './download.mjs';
import { InstallFailure } from './failure.mjs';
import { nearVersions } from './ranges.mjs';
import { offeredVersions } from './root_manifest.mjs';
import { inspectTarball } from './verify.mjs';

/**
 * @typedef {object} Tarball
 * @property {string} name
 * @property {string} version
 * @property {string} resolved address
 * @property {string} integrity as Subresource Integrity writes it
 * @property {number} copies how often the tree holds it
 * @property {string} [published] when, as the registry tells it of a plugin
 */

/**
 * The one version of a plugin that was asked for.
 * @param {string} name
 * @param {string} wanted version, range or tag
 * @param {Record<string, any>} npmOptions
 * @returns {Promise<Tarball>}
 */
export async function resolvePlugin(name, wanted, npmOptions) {
  const options = { ...npmOptions, packumentCache: new Map() }; // it is asked for twice
  const offered = await offeredVersions(name, options);
  if (!offered) {
    throw new InstallFailure(
      'PLUGIN_NOT_FOUND',
      `The registry has no package ${name}.`,
      'Check its name in the catalogue.',
    );
  }
  const manifest = await pacote
    .manifest(`${name}@${wanted}`, { ...options, fullMetadata: true })
    .catch((error) => {
      throw error.code === 'ETARGET' || error.code === 'ENOVERSIONS'
        ? versionNotFound(name, wanted, offered)
        : error;
    });
  if (!manifest._integrity || !manifest._resolved) {
    throw new InstallFailure(
      'INTEGRITY_MISMATCH',
      `${name}@${manifest.version} comes without a checksum from the registry.`,
      'Choose another version.',
    );
  }
  return {
    name,
    version: manifest.version,
    resolved: manifest._resolved,
    integrity: manifest._integrity,
    copies: 1,
    published: offered.times[manifest.version],
  };
}

function versionNotFound(name, wanted, { versions, distTags }) {
  const near = nearVersions(versions, wanted);
  return new InstallFailure(
    'VERSION_NOT_FOUND',
    `${name} has no version ${wanted}.`,
    near.length
      ? `Near it are ${near.join(', ')}; the latest is ${distTags.latest ?? near[0]}.`
      : 'It has no version at all.',
  );
}

/**
 * Unpacks a plugin's own files, once they are known to be what was announced and to fit.
 * @param {Tarball} plugin
 * @param {string} folder
 * @param {import('./verify.mjs').Budget} budget
 * @param {Record<string, any>} options of npm
 * @returns {Promise<Record<string, any>>} its manifest
 */
export async function unpackPlugin(plugin, folder, budget, options) {
  const local = plugin.resolved.startsWith('file:');
  if (!local) await fetchTarball(plugin, options, () => {});
  await inspectTarball(plugin, budget, options);
  await pacote.extract(plugin.resolved, folder, {
    ...options,
    allowFile: local ? 'all' : 'none',
    allowRemote: 'all', // the address is the registry's own
    offline: true,
    resolved: plugin.resolved,
    integrity: plugin.integrity,
  });
  // A bundle inside the tarball is one that nobody resolved.
  await rm(join(folder, 'node_modules'), { recursive: true, force: true });
  return parseManifest(await readFile(join(folder, 'package.json'), 'utf8'));
}
