import { serverAudits } from "graphql-http";

/**
 * Every audit of the specification of GraphQL over HTTP.
 *
 * @param {{endpoint: string}} given
 * @returns {Promise<{name: string, status: string, reason?: string}[]>}
 */
export async function audits({ endpoint }) {
  const results = [];
  for (const audit of serverAudits({ url: endpoint, fetchFn: fetch })) {
    const { name, status, reason, response } = await audit.fn();
    await response?.body?.cancel();
    results.push({ name, status, reason });
  }
  return results;
}
