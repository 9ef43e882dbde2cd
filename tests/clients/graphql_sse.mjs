import { createClient } from "graphql-sse";
import { outcome } from "./outcome.mjs";

/**
 * Runs operations side by side, each on a connection of its own or all on a single one.
 *
 * @param {object} given
 * @param {string} given.url where event streams are had
 * @param {boolean} given.single whether one connection carries all
 * @param {string} given.token
 * @param {object[]} given.operations
 * @returns {Promise<{outcomes: object[], streams: number}>} `streams`: how many carried events
 */
export async function operate({ url, single, token, operations }) {
  let streams = 0;
  const client = createClient({
    url,
    singleConnection: single,
    headers: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    async fetchFn(...request) {
      const response = await fetch(...request);
      if (response.headers.get("content-type")?.startsWith("text/event-stream")) streams += 1;
      return response;
    },
  });
  const outcomes = await Promise.all(operations.map((operation) => outcome(client, operation)));
  client.dispose();
  return { outcomes, streams };
}
