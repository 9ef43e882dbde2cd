import { requestHeaders } from "./headers.mjs";
import { meantOperation } from "./operation.mjs";
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
  return async (request, { headers: given } = {}) => {
    const meant = meantOperation(request);
    const operation = meant ? { ...request, operationName: meant.name?.value } : request;
    const headers = requestHeaders(given, await session.token());
    if (meant?.operation === "subscription") {
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
