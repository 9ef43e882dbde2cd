import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Arborist from '@npmcli/arborist';
import npa from 'npm-package-arg';
import { InstallFailure } from './failure.mjs';
import { offeredVersions } from './root_manifest.mjs';

const MAX_ATTEMPTS = 24;
const SAFE_TREE = {
  audit: false,
  binLinks: false,
  cpu: 'wasm32', // all that workers run beside JavaScript: optional machine code stays away
  ignoreExtension: true, // else a root folder's .npm-extension file would be run here
  ignoreScripts: true,
  installStrategy: 'hoisted',
  packageLock: false,
  save: false,
};

/**
 * @typedef {object} ResolvedTree
 * @property {any} arborist holds the ideal tree, ready to reify
 * @property {any[]} nodes every place that a package goes to
 * @property {import('./plugin_source.mjs').Tarball[]} tarballs each package once
 * @property {Record<string, string>} direct versions of the root's own dependencies
 * @property {string[]} repairs
 */

/**
 * The packages that a manifest needs, as npm itself would place them. Strict about peers at
 * first; a tree that contradicts itself only there is taken as npm 6 would have.
 * @param {string} folder empty but for what this writes
 * @param {Record<string, any>} manifest
 * @param {import('./packuments.mjs').Packuments} packuments
 * @param {Record<string, any>} options of npm
 * @returns {Promise<ResolvedTree>}
 */
export async function resolveTree(folder, manifest, packuments, options) {
  const repairs = [];
  let legacyPeerDeps = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const arborist = await buildTree(folder, manifest, {
        ...options,
        ...SAFE_TREE,
        legacyPeerDeps,
        packumentCache: packuments,
      });
      return describeTree(arborist, packuments, repairs);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      if (error.code === 'ERESOLVE' && !legacyPeerDeps) {
        legacyPeerDeps = true;
        repairs.push('peer ranges that contradict each other were ignored');
      } else {
        await mend(error, packuments, options);
      }
    }
  }
}

async function buildTree(folder, { name, version, dependencies, optionalDependencies }, options) {
  const root = {
    name,
    version,
    dependencies: { ...dependencies },
    optionalDependencies: { ...optionalDependencies },
  };
  options.packumentCache.mend(root);
  await writeFile(join(folder, 'package.json'), JSON.stringify(root));
  const arborist = new Arborist({ ...options, path: folder });
  await arborist.buildIdealTree();
  return arborist;
}

/** Takes the packuments one step towards a tree that resolves, or throws the error. */
async function mend(error, packuments, options) {
  if (error.code === 'ETARGET' || error.code === 'ENOVERSIONS') {
    const offered = await offeredVersions(error.name, { ...options, packumentCache: packuments });
    return packuments.replace(error.name, error.wanted, offered ?? { versions: [], distTags: {} });
  }
  if (['E404', 'E403', 'EBADPLATFORM', 'EINVALIDPACKAGENAME'].includes(error.code) && error.pkgid) {
    return packuments.drop(npa(error.pkgid).name);
  }
  throw error;
}

function describeTree(arborist, packuments, repairs) {
  const nodes = [...arborist.idealTree.inventory.values()].filter(
    (node) => !node.isProjectRoot && !node.inert,
  );
  const strange = nodes.find(
    (node) => node.isLink || !node.integrity || !/^https?:/.test(node.resolved ?? ''),
  );
  if (strange) {
    throw new InstallFailure(
      'INTEGRITY_MISMATCH',
      `${strange.name}@${strange.version} comes without a checksum from the registry.`,
      'Choose another version of the plugin.',
    );
  }
  const edges = [...arborist.idealTree.edgesOut.values()].filter(
    (edge) => edge.to && !edge.to.inert,
  );
  const mends = [arborist.idealTree, ...nodes].flatMap((node) => repairsOf(node, packuments));
  return {
    arborist,
    nodes,
    tarballs: distinct(nodes),
    direct: Object.fromEntries(edges.map(({ name, to }) => [name, to.version])),
    repairs: [...new Set([...repairs, ...mends])],
  };
}

function distinct(nodes) {
  const tarballs = new Map();
  for (const { packageName, version, resolved, integrity } of nodes) {
    const seen = tarballs.get(integrity) ?? {
      name: packageName,
      version,
      resolved,
      integrity,
      copies: 0,
    };
    tarballs.set(integrity, { ...seen, copies: seen.copies + 1 });
  }
  return [...tarballs.values()];
}

function repairsOf(node, packuments) {
  const by = node.isProjectRoot ? '' : `${node.packageName}@${node.version}: `;
  return packuments.repairsOf(node.packageName, node.version).map((repair) => `${by}${repair}`);
}
