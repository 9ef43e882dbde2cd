import { createClient } from "graphql-ws";

const MEDIA_TYPES = "application/graphql-response+json, application/json;q=0.9";

/**
 * @param {string} url
 * @param {object} operation query, variables and operationName
 * @param {Record<string, string>} headers
 * @returns {Promise<import("graphql").ExecutionResult>}
 * @throws {Error} with what the server said, when that is not JSON
 */
export async function post(url, operation, headers) {
  const response = await fetch(url, {
    method: "POST",
    headers: { accept: MEDIA_TYPES, "content-type": "application/json", ...headers },
    body: JSON.stringify(operation),
  });
  if (response.headers.get("content-type")?.includes("json")) return response.json();
  throw new Error(`${response.status} ${await response.text()}`);
}

/**
 * A subscription with a socket of its own (`graphql-transport-ws`), so that its headers, which
 * travel in `connection_init`, can be others than those of the last one.
 *
 * @template T
 * @param {string} url
 * @param {object} operation query, variables and operationName
 * @param {Record<string, string>} headers
 * @param {(result: import("graphql").ExecutionResult) => T} show
 * @returns {AsyncIterableIterator<T>} whose `return` ends the subscription at once, however
 *   long the next result takes: an async generator would wait for it
 */
export function subscribe(url, operation, headers, show) {
  const client = createClient({
    url: url.replace(/^http/, "ws"),
    connectionParams: headers,
    retryAttempts: 0,
  });
  const results = client.iterate(operation);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await results.next().catch(fail);
      return done ? { done, value: undefined } : { done, value: show(value) };
    },
    return: () => results.return(),
  };
}

/** A closed socket says why in its code and reason, which GraphiQL would not show. */
function fail(cause) {
  if (!(cause instanceof CloseEvent)) throw cause;
  throw new Error(`The socket was closed: ${cause.code} ${cause.reason}`.trim(), { cause });
}
