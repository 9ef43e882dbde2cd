/** The browser's `Storage`, as far as the page uses it: its keys are its own properties. */
export class MemoryStorage {
  getItem(name) {
    return this[name] ?? null;
  }

  setItem(name, value) {
    this[name] = String(value);
  }

  removeItem(name) {
    delete this[name];
  }
}
