import { getOperationAST } from "graphql";
import { requestHeaders } from "./headers.mjs";
import { post, subscribe } from "./transport.mjs";
import { withEarlier } from "./updates.mjs";

/**
 * GraphiQL's way to the API: queries and mutations over HTTP, subscriptions over a WebSocket
 * at the same address, both with the same token.
 *
 * @param {string} endpoint
 * @param {import("./session.mjs").Session} session
 * @param {import("./identifiers.mjs").Identifiers} identifiers
 * @returns {import("@graphiql/toolkit").Fetcher}
 */
export function createFetcher(endpoint, session, identifiers) {
  const { href } = new URL(endpoint, location.href);
  return async (operation, { headers: given, documentAST } = {}) => {
    const headers = requestHeaders(given, await session.token());
    if (isSubscription(documentAST, operation.operationName)) {
      const show = withEarlier();
      return subscribe(href, operation, headers, (result) => {
        identifiers.remember(result);
        return show(result);
      });
    }
    const result = await post(href, operation, headers);
    identifiers.remember(result);
    return result;
  };
}

function isSubscription(document, name) {
  return document && getOperationAST(document, name)?.operation === "subscription";
}
