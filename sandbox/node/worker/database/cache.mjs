/** Cached values, by key. */
export const cacheMethods = ({ cache }) => ({
  async getCache(key) {
    return cache.get(key);
  },
  async setCache(key, value) {
    cache.set(key, value);
    return true;
  },
  async deleteCache(key) {
    return cache.delete(key);
  },
});
