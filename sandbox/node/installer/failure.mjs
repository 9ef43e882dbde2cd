import { isRegistryFault } from '../registry/npm_options.mjs';

/** Why an installation ended, in words and codes that the host passes on. */
export class InstallFailure extends Error {
  /**
   * @param {string} code stable, upper case
   * @param {string} message what is wrong
   * @param {string} hint what would be right
   */
  constructor(code, message, hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const DAMAGED = 'Install it again; if it persists, the package or the registry is damaged.';
const ANOTHER_VERSION = 'Choose another version of the plugin.';

/** @typedef {(error: any, code: string) => boolean} Matches */
/** @typedef {(error: any, code: string) => InstallFailure} Describe */
/** @type {[Matches, Describe][]} */
const FAILURES = [
  [
    (error) => isRegistryFault(error),
    (_, code) =>
      new InstallFailure(
        'REGISTRY_UNAVAILABLE',
        `The npm registry could not be asked (${code}).`,
        'Run `npm ping` on the server, and try again once it answers.',
      ),
  ],
  [
    (error, code) => /\b(ENOSPC|EDQUOT)\b/.test(`${code} ${error?.message}`),
    () =>
      new InstallFailure(
        'DISK_FULL',
        'The disk of the server is full.',
        'Free some space in the data folder.',
      ),
  ],
  [
    (_, code) => code === 'EINTEGRITY',
    (error) =>
      new InstallFailure(
        'INTEGRITY_MISMATCH',
        `${subject(error)} is not what the registry announced.`,
        DAMAGED,
      ),
  ],
  [
    (_, code) => /^(EUNSAFETARBALL|TAR_\w+|Z_\w+)$/.test(code),
    (error) =>
      new InstallFailure(
        'INVALID_TARBALL',
        `${subject(error)} cannot be unpacked: ${firstLine(error)}.`,
        DAMAGED,
      ),
  ],
  [
    (_, code) => code === 'E404' || code === 'E403',
    (error) =>
      new InstallFailure(
        'TARBALL_NOT_FOUND',
        `${subject(error)} is listed by the registry, which does not hold it.`,
        ANOTHER_VERSION,
      ),
  ],
  [
    (_, code) => /^(ERESOLVE|ETARGET|ENOVERSIONS|EBADPLATFORM|EALLOW\w+)$/.test(code),
    (error) =>
      new InstallFailure(
        'DEPENDENCY_CONFLICT',
        `Its dependencies cannot be had together: ${firstLine(error)}.`,
        ANOTHER_VERSION,
      ),
  ],
];

/**
 * The failure that an error of npm's libraries or of the file system stands for.
 * @param {any} error
 * @returns {InstallFailure | null} null for an error of our own
 */
export function asFailure(error) {
  if (error instanceof InstallFailure) return error;
  const code = String(error?.code ?? '');
  return FAILURES.find(([matches]) => matches(error, code))?.[1](error, code) ?? null;
}

function subject(error) {
  return error.package ?? 'A package';
}

function firstLine(error) {
  return String(error.message).split('\n')[0].replace(/\.$/, '').slice(0, 300);
}
