const AUTHORIZATION = "authorization";

/**
 * The headers of a request: those from the headers editor, and the page's token unless an
 * Authorization header is among them. A WebSocket carries the same pairs in `connection_init`,
 * so the header has one spelling.
 *
 * @param {Record<string, string> | undefined} given
 * @param {string | null} token
 * @returns {Record<string, string>}
 */
export function requestHeaders(given, token) {
  const own = Object.entries(given ?? {}).map(([name, value]) => [
    name.toLowerCase() === AUTHORIZATION ? "Authorization" : name,
    value,
  ]);
  const base = token ? { Authorization: `Bearer ${token}` } : {};
  return { ...base, ...Object.fromEntries(own) };
}
