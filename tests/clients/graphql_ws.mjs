import { setImmediate } from "node:timers/promises";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { outcome } from "./outcome.mjs";

/**
 * Runs operations side by side on one socket.
 *
 * @param {{socket: string, token?: string, operations: object[]}} given
 * @returns {Promise<{outcomes: object[], sockets: number}>} `sockets`: how many were opened
 */
export async function operate({ socket, token, operations }) {
  let sockets = 0;
  const client = createClient({
    url: socket,
    connectionParams: token ? { Authorization: `Bearer ${token}` } : undefined,
    retryAttempts: 0,
    on: { opened: () => (sockets += 1) },
  });
  const outcomes = await Promise.all(operations.map((operation) => outcome(client, operation)));
  await client.dispose();
  return { outcomes, sockets };
}

/**
 * Follows a subscription although every socket breaks without a word after `each` results.
 *
 * @param {object} given
 * @param {string} given.field the subscription's; its `cursor` says where to go on
 * @returns {Promise<{updates: object[], sockets: number, failure?: object}>}
 */
export async function resume({ socket, token, query, variables, field, each }) {
  const sockets = [];
  const client = createClient({
    url: socket,
    connectionParams: { Authorization: `Bearer ${token}` },
    webSocketImpl: WebSocket, // Node's own cannot be cut, only closed
    retryWait: () => setImmediate(),
    on: { opened: (opened) => sockets.push(opened) },
  });
  let after;
  const operation = {
    query,
    get variables() {
      return { ...variables, after }; // the client reads this anew for every socket
    },
  };
  const { results, failure } = await outcome(client, operation, (seen) => {
    after = seen.at(-1).data[field].cursor;
    if (seen.length % each === 0) sockets.at(-1).terminate();
  });
  return { updates: results.map(({ data }) => data[field]), sockets: sockets.length, failure };
}
