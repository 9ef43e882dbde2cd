/** Cached values, by key; where storage is granted the host keeps them instead. */
export const cacheMethods = () => {
  const cache = new Map();
  return {
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
  };
};
