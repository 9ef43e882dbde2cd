const instances = new Map();

/** A service of core 0.x: one instance of each type, initialised with the runtime. */
export class Service {
  static get serviceType() {
    throw new Error(`${this.name} does not say what type of service it is`);
  }

  static getInstance() {
    if (!instances.has(this.serviceType)) instances.set(this.serviceType, new this());
    return instances.get(this.serviceType);
  }

  get serviceType() {
    return this.constructor.serviceType;
  }

  async initialize() {}

  async stop() {}
}
