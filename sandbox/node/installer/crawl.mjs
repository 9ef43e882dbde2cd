import npa from 'npm-package-arg';
import pacote from 'pacote';
import pickManifest from 'npm-pick-manifest';
import { Semaphore } from '../registry/concurrency.mjs';

const AT_ONCE = 24;

/**
 * Reads the packuments of everything a manifest is likely to need, many at once. npm's resolver
 * asks for them package by package, and then finds them in its cache. Whatever fails here is
 * left for the resolver to meet and to judge.
 * @param {Record<string, any>} manifest
 * @param {Record<string, any>} options of npm, with a packument cache
 * @param {(packages: number) => void} report called as packages become known
 */
export async function crawl(manifest, options, report) {
  const seen = new Set();
  const names = new Set();
  const semaphore = new Semaphore(AT_ONCE);
  const visit = async (name, range) => {
    if (seen.has(`${name}@${range}`)) return;
    seen.add(`${name}@${range}`);
    names.add(name);
    report(names.size);
    const found = await semaphore.run(() => findManifest(name, range, options)).catch(() => null);
    if (found) await Promise.all(needs(found).map(([need, wanted]) => visit(need, wanted)));
  };
  await Promise.all(needs(manifest).map(([name, range]) => visit(name, range)));
}

async function findManifest(name, range, options) {
  const { subSpec, ...spec } = npa.resolve(name, range);
  const { name: published, fetchSpec } = subSpec ?? spec;
  const packument = await pacote.packument(published, { ...options, fullMetadata: true });
  return pickManifest(packument, fetchSpec, options);
}

function needs({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.entries(peerDependencies ?? {}).filter(
    ([name]) => !peerDependenciesMeta?.[name]?.optional,
  );
  return [
    ...Object.entries(dependencies ?? {}),
    ...Object.entries(optionalDependencies ?? {}),
    ...peers,
  ];
}
