/** Opening and closing. There is nothing to connect to, and vectors of any size are kept. */
export const connectionMethods = (_tables, _agentId, sql) => {
  let ready = false;
  return {
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
      await sql.close();
    },
    async getConnection() {
      return this.db;
    },
    async runPluginMigrations(plugins) {
      for (const { schema } of plugins) sql.declare(schema);
    },
    async runMigrations() {},
    async ensureEmbeddingDimension() {},
    async withEntityContext(entityId, callback) {
      return callback();
    },
  };
};
