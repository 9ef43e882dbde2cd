/** Opening and closing. There is nothing to connect to, and vectors of any size are kept. */
export const connectionMethods = () => {
  let ready = false;
  return {
    db: {},
    async initialize() {
      ready = true;
    },
    async init() {
      ready = true;
    },
    async isReady() {
      return ready;
    },
    async close() {
      ready = false;
    },
    async getConnection() {
      return this.db;
    },
    async runPluginMigrations() {},
    async runMigrations() {},
    async ensureEmbeddingDimension() {},
    async withEntityContext(entityId, callback) {
      return callback();
    },
  };
};
