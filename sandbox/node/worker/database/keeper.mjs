/**
 * Where a plugin's own database is kept beyond the worker.
 * @typedef {object} Keeper
 * @property {(known: number) => Promise<{version: number, content: Uint8Array | null}>} load what
 *   was kept last; its version is 0 where nothing was, and its content left out if it is `known`
 * @property {(known: number, content: Uint8Array) => Promise<number>} save keeps a successor of the
 *   version that is known, and gives its version; fails if another one was kept meanwhile
 */

/** What was granted is kept by the host. @param {(name: string, args: any[]) => Promise<any>} ask */
export const hostKeeper = (ask) => ({
  load: (known) => ask('database.load', [known]),
  save: (known, content) => ask('database.save', [known, content]),
});

/** Without the grant it ends with the worker, and the log says so. @returns {Keeper} */
export const noKeeper = () => ({
  load: async (known) => ({ version: known, content: null }),
  save: async (known) => {
    console.warn('What was written to db ends with this process: storage is not granted');
    return known;
  },
});
