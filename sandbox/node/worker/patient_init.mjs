import { messageOf } from './failure.mjs';

const SETTING = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/;
const CONFIGURATION =
  /api.?key|credential|configur|environment|mnemonic|password|private.?key|secret|setting|token/i;
const LACK = /empty|expected|invalid|is not|missing|must|need|no |not |provide|required|undefined/i;

/** How long `init` may take, in milliseconds. */
const INIT_LIMIT = 5_000;

class Unfinished extends Error {}

/**
 * A plugin whose `init` may refuse to go on without settings. Where nobody gave any, that says
 * what it wants and nothing against it: the rest of it is registered all the same.
 */
export class PatientInit {
  /** What `init` asked for, as it put it. @type {unknown} */
  complaint = null;
  #asked = new Set();

  /** @param {{init?: Function}} plugin */
  constructor(plugin) {
    this.plugin = plugin.init ? this.#around(plugin) : plugin;
  }

  #around(plugin) {
    const init = async (config, runtime) => {
      this.#watch(runtime);
      try {
        await this.#inTime(plugin.init(config, runtime));
      } catch (error) {
        if (error instanceof Unfinished || !asksForSettings(messageOf(error))) throw error;
        this.complaint = error;
      }
    };
    return Object.create(plugin, { init: { value: init } });
  }

  /** Some wait for a service of another plugin, for as long as it takes. */
  #watch(runtime) {
    const { getService } = runtime;
    runtime.getService = (type) => {
      const found = getService.call(runtime, type);
      if (!found) this.#asked.add(String(type));
      return found;
    };
  }

  async #inTime(promise) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(this.#tooLate()), INIT_LIMIT);
    });
    await Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }

  #tooLate() {
    const asked = [...this.#asked].join(', ');
    const waits = asked && `; it asked for services that other plugins have: ${asked}`;
    return new Unfinished(`its init did not end within ${INIT_LIMIT} ms${waits}`);
  }
}

const asksForSettings = (message) =>
  SETTING.test(message) || (CONFIGURATION.test(message) && LACK.test(message));
