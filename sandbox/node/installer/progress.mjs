import { send } from '../registry/host.mjs';

const MIN_INTERVAL_MS = 50;

/** The stage an installation is at, told to the host at a bounded rate. */
export class Progress {
  #stage = 'RESOLVING';
  #lastSent = 0;

  get stage() {
    return this.#stage;
  }

  /**
   * @param {string} stage
   * @param {string} message
   */
  enter(stage, message) {
    this.#stage = stage;
    this.#send(0, message);
  }

  /**
   * @param {number} done of the stage's work
   * @param {number} total of the stage's work
   * @param {string} message
   */
  advance(done, total, message) {
    const due = performance.now() - this.#lastSent >= MIN_INTERVAL_MS;
    if (due || done === total) this.#send(total === 0 ? 1 : done / total, message);
  }

  #send(fraction, message) {
    this.#lastSent = performance.now();
    send({ event: 'progress', stage: this.#stage, fraction, message });
  }
}
