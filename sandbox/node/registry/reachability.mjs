const FAULTS_IN_A_ROW = 5;

/** Tells a package that cannot be read from a registry that cannot be reached. */
export class Reachability {
  #everAnswered = false;
  #faultsInARow = 0;

  /** What the last fault was, as the error code of Node or npm. */
  reason = '';

  answered() {
    this.#everAnswered = true;
    this.#faultsInARow = 0;
  }

  /** @param {any} error */
  faulted(error) {
    this.#faultsInARow += 1;
    this.reason = String(error.code ?? error.message);
  }

  /** Whether nothing more is to be asked of this registry now. */
  get lost() {
    return this.#faultsInARow >= FAULTS_IN_A_ROW || (this.#faultsInARow > 0 && !this.#everAnswered);
  }
}
