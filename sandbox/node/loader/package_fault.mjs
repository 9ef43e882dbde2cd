const ADAPTER = /DatabaseAdapter$/;

/** What is wrong with a package as it was published, in words for whoever wants to use it. */
export class PackageFault extends Error {}

/** A package that loads and is no plugin. */
export class NoPlugin extends PackageFault {
  /** @param {Record<string, any>} module what it exports */
  constructor(module) {
    const names = Object.keys(module);
    const isDatabase = names.some((name) => ADAPTER.test(name));
    const kind = isDatabase
      ? 'It is a database adapter; the host has its own database.'
      : 'It is a library.';
    super(`${kind} The package exports no plugin. It exports: ${names.join(', ') || 'nothing'}`);
  }
}
