let loading = true;

/** From now on a generated export that is called throws. */
export function endOfLoading() {
  loading = false;
}

/** Keys whose presence would make an object look like something it is not. */
const ABSENT_KEYS = new Set(['then', 'toJSON', '__esModule', 'default', '$$typeof']);

/**
 * A stand-in for an export that the host's core does not have. Calling or constructing it throws
 * an error that names it; only while the plugin loads does a call return its argument, because
 * plugins pass their actions through helpers then, and would lose them.
 * @param {string} name
 */
export function generateExport(name) {
  const standIn = { [name]: function () {} }[name];
  return new Proxy(standIn, {
    apply: (_target, _receiver, args) =>
      loading ? (args[0] ?? generateExport(`${name}()`)) : refuse(name),
    construct: (_target, _args, newTarget) =>
      loading ? Object.create(newTarget.prototype) : refuse(name),
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || ABSENT_KEYS.has(key)) {
        return key === Symbol.toPrimitive ? () => name : Reflect.get(target, key, receiver);
      }
      return generateExport(`${name}.${key}`);
    },
  });
}

function refuse(name) {
  const message = `@elizaos/core of this host has no export "${name}", which the plugin uses`;
  throw Object.assign(new Error(message), { code: 'MISSING_CORE_EXPORT' });
}
