import { mkdir } from 'node:fs/promises';
import { send } from '../registry/host.mjs';
import { declaredSettings } from '../registry/manifest_facts.mjs';
import { npmOptions } from '../registry/npm_options.mjs';
import { coreRangeOf } from '../registry/package_record.mjs';
import { analyse } from './analyse.mjs';
import { bundle } from './bundle.mjs';
import { crawl } from './crawl.mjs';
import { resolveTree } from './dependency_tree.mjs';
import { download } from './download.mjs';
import { InstallFailure } from './failure.mjs';
import { importedPackages } from './imported_packages.mjs';
import { adviceInstead } from './older_code.mjs';
import { Packuments } from './packuments.mjs';
import { resolvePlugin, unpackPlugin } from './plugin_source.mjs';
import { rewriteManifest } from './root_manifest.mjs';
import { seal } from './seal.mjs';
import { RegistrySignatures } from './signatures.mjs';
import { undeclaredPackages } from './undeclared_packages.mjs';
import { UnpackWatch } from './unpack_watch.mjs';
import { takeUpload } from './upload.mjs';
import { Budget, verify } from './verify.mjs';

/**
 * @typedef {object} InstallRequest
 * @property {string} name
 * @property {string} wanted version, range or tag
 * @property {import('./upload.mjs').Upload | null} upload what to take instead of the registry's
 * @property {string} cache folder of npm's cache
 * @property {string} project folder to resolve and unpack the dependencies in
 * @property {string} content empty folder to leave the artefact in
 * @property {string[]} leftOut packages that the host supplies, the core first
 * @property {{ bytes: number, files: number, packages: number }} limits
 */

/** One plugin version on its way from the registry to a sealed folder, stage by stage. */
export class Installation {
  #request;
  #progress;
  #options;
  #packuments;
  #unpacking = new UnpackWatch();

  /**
   * @param {InstallRequest} request
   * @param {import('./progress.mjs').Progress} progress
   * @returns {Promise<Installation>}
   */
  static async of(request, progress) {
    return new Installation(request, progress, await npmOptions(request.cache));
  }

  constructor(request, progress, options) {
    this.#request = request;
    this.#progress = progress;
    this.#options = options;
    this.#packuments = new Packuments(request.leftOut);
  }

  /** @returns {Promise<Record<string, unknown>>} what is known of the artefact */
  async run() {
    const plugin = await this.#fetchPlugin();
    const rewritten = await this.#rewrite(plugin);
    const tree = await this.#resolve(rewritten.manifest);
    const verified = await this.#fetch(plugin.tarball, tree);
    const analysed = await this.#analyse(plugin.tarball, rewritten.manifest);
    const sealed = await this.#bundle(tree, rewritten.manifest);
    const { name, version, integrity } = plugin.tarball;
    return {
      ...{ name, version, integrity, ...analysed, ...verified, ...sealed },
      coreRange: coreRangeOf(plugin.manifest, this.#request.leftOut[0]),
      declaredSettings: declaredSettings(plugin.manifest),
      repairs: [...rewritten.repairs, ...tree.repairs],
      packages: tree.nodes.length,
      dependencies: tree.direct,
      originalManifest: plugin.manifest,
    };
  }

  async #fetchPlugin() {
    const { name, wanted, upload, content, limits } = this.#request;
    this.#progress.enter('RESOLVING', `looking for ${name}@${wanted}`);
    const tarball = upload
      ? await takeUpload(name, wanted, upload, this.#options)
      : await resolvePlugin(name, wanted, this.#options);
    send({ event: 'resolved', version: tarball.version });
    const manifest = await unpackPlugin(tarball, content, new Budget(limits), this.#options);
    this.#unpacking.check();
    this.#progress.advance(1, 3, `${name}@${tarball.version} unpacked`);
    return { tarball, manifest };
  }

  async #rewrite({ tarball: { name, version, published }, manifest }) {
    const { leftOut, content } = this.#request;
    const known = { ...manifest, name, version };
    const imported = importedPackages(content);
    const undeclared = await undeclaredPackages(imported, known, leftOut, published, this.#resolving);
    return rewriteManifest(known, leftOut, undeclared, this.#resolving);
  }

  async #resolve(manifest) {
    const { project, limits } = this.#request;
    await crawl(manifest, this.#resolving, (packages) =>
      this.#progress.advance(2, 3, `${packages} packages known`),
    );
    await mkdir(project);
    const tree = await resolveTree(project, manifest, this.#packuments, this.#options);
    if (tree.nodes.length > limits.packages) throw tooManyPackages(limits.packages);
    return tree;
  }

  async #fetch(plugin, { tarballs }) {
    const { limits } = this.#request;
    this.#progress.enter('DOWNLOADING', `${tarballs.length} packages`);
    await download(tarballs, limits.bytes, this.#progress, this.#options);
    this.#progress.enter('VERIFYING', 'checking every package');
    const packages = [plugin, ...tarballs];
    const contents = await verify(packages, new Budget(limits), this.#progress, this.#options);
    return { ...contents, signature: await this.#verifySignatures(plugin, tarballs) };
  }

  /** A publisher's signature was verified when the plugin was uploaded. */
  async #verifySignatures(plugin, tarballs) {
    const { upload } = this.#request;
    const packages = upload ? tarballs : [plugin, ...tarballs];
    const signatures = await RegistrySignatures.of(packages, this.#resolving);
    await signatures.verifyAll(tarballs);
    return upload?.signature ?? signatures.of(plugin);
  }

  async #analyse({ name, version }, manifest) {
    const { content, upload } = this.#request;
    this.#progress.enter('ANALYSING', 'reading its sources');
    try {
      return await analyse(content, manifest);
    } catch (error) {
      if (error.code === 'NO_CODE' && !upload) {
        error.hint = await adviceInstead(name, version, this.#options);
      }
      throw error;
    }
  }

  async #bundle(tree, manifest) {
    const { project, content, leftOut } = this.#request;
    this.#progress.enter('BUNDLING', 'unpacking the dependencies');
    await bundle(tree, project, content, manifest, this.#progress);
    this.#unpacking.check();
    return seal(content, leftOut, (done, total) =>
      this.#progress.advance(total + done, total * 2, `${done} of ${total} files sealed`),
    );
  }

  get #resolving() {
    return { ...this.#options, packumentCache: this.#packuments };
  }
}

function tooManyPackages(limit) {
  return new InstallFailure(
    'TOO_LARGE',
    `It needs more than ${limit} packages.`,
    'Choose a smaller plugin, or ask for a higher limit.',
  );
}
