import { readConfig } from "./config.mjs";

const SECONDS_BEFORE_EXPIRY = 30;

/** The token of the page, renewed from the page itself when a tab outlives it. */
export class Session {
  #config;

  /** @param {import("./config.mjs").PageConfig} config */
  constructor(config) {
    this.#config = config;
  }

  /** @returns {Promise<string | null>} a token that holds, or none if the page has none */
  async token() {
    if (this.#expired()) this.#config = await fetchConfig(this.#config.endpoint);
    return this.#config.token;
  }

  #expired() {
    const { tokenExpiresAt } = this.#config;
    return tokenExpiresAt !== null && tokenExpiresAt - SECONDS_BEFORE_EXPIRY < Date.now() / 1000;
  }
}

async function fetchConfig(endpoint) {
  const response = await fetch(endpoint, { headers: { accept: "text/html" } });
  return readConfig(new DOMParser().parseFromString(await response.text(), "text/html"));
}
