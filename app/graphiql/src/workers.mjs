/**
 * Starts the editor's workers from files of this server.
 *
 * @param {Record<string, string>} addresses by label; `editor` serves every other label
 */
export function installWorkers(addresses) {
  globalThis.MonacoEnvironment = {
    getWorker: (_id, label) =>
      new Worker(addresses[label] ?? addresses.editor, { type: "module", name: label }),
  };
}
