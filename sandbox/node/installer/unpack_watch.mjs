/**
 * npm's libraries log a file that could not be written and carry on, which would leave a package
 * with holes. This hears of it.
 */
export class UnpackWatch {
  #fault = null;

  constructor() {
    process.on('log', (_level, prefix, code, message) => {
      if (prefix === 'tar' && code === 'TAR_ENTRY_ERROR')
        this.#fault ??= { code, message: String(message) };
    });
  }

  /** Throws if a file is missing from what was unpacked until now. */
  check() {
    if (this.#fault)
      throw Object.assign(new Error(this.#fault.message), { code: this.#fault.code });
  }
}
