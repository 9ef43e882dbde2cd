/**
 * What the server tells the page.
 *
 * @typedef {object} PageConfig
 * @property {string} endpoint path of the GraphQL API, for HTTP and WebSocket alike
 * @property {Record<string, string>} workers address of each editor worker by its label
 * @property {{query: string, variables: string}[]} tabs the tour, one operation a tab
 * @property {Record<string, string>} known ids that fill in variables of the same name
 * @property {string | null} token sent where the person gave no Authorization header
 * @property {number | null} tokenExpiresAt seconds since 1970
 */

/**
 * @param {Document} page
 * @returns {PageConfig}
 */
export function readConfig(page) {
  return JSON.parse(page.getElementById("config").textContent);
}
