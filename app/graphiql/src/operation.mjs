import { getOperationAST, parse } from "graphql";

/**
 * The operation that a request means. GraphiQL learns a moment late what a newly opened tab
 * holds, and until then asks for the operation of the tab before.
 *
 * @param {{query: string, operationName?: string | null}} request
 * @returns {import("graphql").OperationDefinitionNode | null} null when that is left open, or
 *   when the query cannot be read: the server says why
 */
export function meantOperation({ query, operationName }) {
  try {
    const document = parse(query);
    return getOperationAST(document, operationName) ?? getOperationAST(document);
  } catch {
    return null;
  }
}
