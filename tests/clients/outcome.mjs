/**
 * What came of an operation: its results and, where it did not complete, why.
 *
 * @param {import("graphql-ws").Client | import("graphql-sse").Client} client
 * @param {{query: string, variables?: object}} operation
 * @param {(results: object[]) => void} [onResult] called with all results so far
 * @returns {Promise<{results: object[], failure?: object}>}
 */
export function outcome(client, operation, onResult = () => {}) {
  const results = [];
  return new Promise((resolve) => {
    client.subscribe(operation, {
      next: (result) => onResult(results, results.push(result)),
      error: (cause) => resolve({ results, failure: told(cause) }),
      complete: () => resolve({ results }),
    });
  });
}

/** GraphQL errors as they are; of a closed socket its code, of a refused request its status. */
function told(cause) {
  if (Array.isArray(cause)) return { errors: cause };
  const { code, reason, response, message } = cause;
  return { code, reason, status: response?.status, message };
}
