const TABS = "graphiql:tabState";
const QUERY = "graphiql:query";
const VARIABLES = "graphiql:variables";

/**
 * Adds the steps of the tour that are not open to the stored tabs and makes the first step
 * the active one. Takes effect when the page is loaded again.
 *
 * @param {Storage} storage
 * @param {{query: string, variables: string}[]} tour
 */
export function reopenTour(storage, tour) {
  const tabs = JSON.parse(storage.getItem(TABS) ?? '{"tabs": []}').tabs;
  const missing = tour.filter(({ query }) => !tabs.some((tab) => tab.query === query));
  const all = [...tabs, ...missing.map(newTab)];
  const activeTabIndex = all.findIndex(({ query }) => query === tour[0].query);
  storage.setItem(TABS, JSON.stringify({ tabs: all, activeTabIndex }));
  storage.setItem(QUERY, all[activeTabIndex].query);
  storage.setItem(VARIABLES, all[activeTabIndex].variables ?? "");
}

function newTab({ query, variables }) {
  return {
    id: crypto.randomUUID(),
    title: /^(?:query|mutation|subscription)\s+(\w+)/m.exec(query)[1],
    query,
    variables,
    headers: null,
    operationName: null,
    response: null,
  };
}
