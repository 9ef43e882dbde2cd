import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient } from "graphql-ws";
import { pipe, toAsyncIterable } from "wonka";

/**
 * Asks the same question several times, by automatic persisted operations.
 *
 * @param {{endpoint: string, token: string, query: string, variables: object, times: number}} given
 * @returns {Promise<{answers: object[], requests: object[]}>} `requests`: what each one carried
 */
export async function ask({ endpoint, token, query, variables, times }) {
  const requests = [];
  const client = new Client({
    url: endpoint,
    exchanges: [persistedExchange(), fetchExchange],
    fetchOptions: { headers: { Authorization: `Bearer ${token}` } },
    fetch(url, options) {
      requests.push({ method: options.method, ...carried(url, options) });
      return fetch(url, options);
    },
  });
  const answers = [];
  for (let time = 0; time < times; time += 1) {
    answers.push(shown(await client.query(query, variables)));
  }
  return { answers, requests };
}

/**
 * Follows a subscription to its end, over a socket of `graphql-ws`.
 *
 * @param {{endpoint: string, socket: string, token: string, query: string,
 *   variables: object}} given
 * @returns {Promise<object[]>} what came
 */
export async function follow({ endpoint, socket, token, query, variables }) {
  const socketClient = createClient({
    url: socket,
    connectionParams: { Authorization: `Bearer ${token}` },
  });
  const forwardSubscription = (request) => ({
    subscribe: (sink) => ({ unsubscribe: socketClient.subscribe(request, sink) }),
  });
  const client = new Client({
    url: endpoint,
    exchanges: [fetchExchange, subscriptionExchange({ forwardSubscription })],
  });
  const updates = [];
  for await (const result of pipe(client.subscription(query, variables), toAsyncIterable)) {
    updates.push(shown(result));
  }
  await socketClient.dispose();
  return updates;
}

function shown({ data, error }) {
  return { data, error: error?.message };
}

function carried(url, { body }) {
  const given = body ? JSON.parse(body) : Object.fromEntries(new URL(url).searchParams);
  return { query: "query" in given, hash: JSON.stringify(given.extensions).includes("sha256Hash") };
}
