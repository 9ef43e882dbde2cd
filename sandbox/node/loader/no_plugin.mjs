const DATABASE = /DatabaseAdapter$|Database$/;

/** A package that loads and is no plugin. */
export class NoPlugin extends Error {
  /** @param {Record<string, any>} module what it exports */
  constructor(module) {
    const names = Object.keys(module);
    super(`${whatItIs(names)} The package exports no plugin. It exports: ${names.join(', ') || 'nothing'}`);
  }
}

const whatItIs = (names) =>
  names.some((name) => DATABASE.test(name))
    ? 'It is a database adapter; the host has its own database.'
    : 'It is a library.';
