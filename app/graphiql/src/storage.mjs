const PREFIX = "one-graph:";

/**
 * The browser's storage under names of our own: another GraphiQL may be served from the same
 * address tomorrow, and its tabs are not ours.
 *
 * @param {Storage} base
 * @returns {Storage}
 */
export function ownStorage(base) {
  const names = () => Object.keys(base).filter((name) => name.startsWith(PREFIX));
  return {
    getItem: (name) => base.getItem(PREFIX + name),
    setItem: (name, value) => base.setItem(PREFIX + name, value),
    removeItem: (name) => base.removeItem(PREFIX + name),
    clear: () => names().forEach((name) => base.removeItem(name)),
    get length() {
      return names().length;
    },
  };
}
