import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const NETWORK_OPTIONS = [
  'before',
  'ca',
  'cert',
  'httpsProxy',
  'key',
  'localAddress',
  'noProxy',
  'proxy',
  'registry',
  'replaceRegistryHost',
  'strictSSL',
  'userAgent',
];
const SCOPE_OR_HOST_OPTION = /^\/\/|^@.*:registry$/;
const NETWORK_FAULT = new RegExp(
  `^(${[
    'E(AI_AGAIN|CONN\\w+|HOST\\w+|NET\\w+|NOTFOUND|PIPE|PROTO|SOCKET\\w*|TIMEDOUT)',
    'ERR_(SOCKET|TLS|SSL)\\w*',
    '(FETCH_ERROR|UND_ERR\\w*|CERT_\\w+|UNABLE_TO_\\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT\\w*)',
    'E(401|407|429|5\\d\\d)',
  ].join('|')})$`,
);

/** A dependency that is called `../x` or `git+ssh://...` must never reach a file or a program. */
const REGISTRY_ONLY = {
  allowDirectory: 'none',
  allowFile: 'none',
  allowGit: 'none',
  allowRemote: 'none',
};

/**
 * How this machine's npm reaches its registry: address, proxies, certificates and credentials,
 * read by npm's own configuration loader from the environment and the .npmrc files. What npm
 * is told about trees and scripts is left behind on purpose.
 * @param {string} cache folder of npm's content-addressable cache
 * @returns {Promise<Record<string, any>>}
 */
export async function npmOptions(cache) {
  const settings = await npmConfiguration();
  const chosen = Object.entries(settings).filter(
    ([key]) => NETWORK_OPTIONS.includes(key) || SCOPE_OR_HOST_OPTION.test(key),
  );
  return {
    ...Object.fromEntries(chosen),
    ...REGISTRY_ONLY,
    cache,
    maxSockets: 24,
    timeout: 30_000,
    // npm's own pause of 10 s and more is made for a person who waits at a terminal.
    retry: { retries: settings.retry?.retries ?? 2, factor: 2, minTimeout: 500, maxTimeout: 4_000 },
  };
}

/**
 * Whether an error says that the registry could not be asked, rather than what it answered.
 * @param {any} error
 * @returns {boolean}
 */
export function isRegistryFault(error) {
  return (
    NETWORK_FAULT.test(String(error?.code ?? '')) || NETWORK_FAULT.test(String(error?.errno ?? ''))
  );
}

/** @returns {Promise<Record<string, any>>} */
async function npmConfiguration() {
  const npmPath = resolve(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm');
  const require = createRequire(join(npmPath, 'package.json'));
  const Config = require('@npmcli/config');
  const definitions = require('@npmcli/config/lib/definitions');
  const config = new Config({
    ...definitions,
    npmPath,
    argv: [process.execPath, 'npm', '--prefix', process.cwd()],
    warn: false,
  });
  await config.load();
  return config.flat;
}
