const standIns = new WeakSet();
let loading = true;

/** From now on a stand-in that is called throws. */
export function endOfLoading() {
  loading = false;
}

/** Whether the plugin is still being loaded. */
export const isLoading = () => loading;

/** Keys whose presence would make an object look like something it is not. */
const ABSENT_KEYS = new Set(['then', 'toJSON', '__esModule', '$$typeof']);

/**
 * Something to import where there is nothing. Calling or constructing it throws an error that
 * names it; only while the plugin loads does a call return something.
 * @param {string} name
 * @param {string} refusal what is thrown then
 * @param {(args: any[], again: any) => any} [whileLoading] what a call returns: by default a
 *   stand-in again, for what is built by a chain of calls
 */
export function standIn(name, refusal, whileLoading = (_args, again) => again) {
  const target = { [name]: function () {} }[name];
  const next = (step) => standIn(step, refusal, whileLoading);
  const proxy = new Proxy(target, {
    apply: (_target, _receiver, args) =>
      loading ? whileLoading(args, next(`${name}()`)) : refuse(refusal),
    construct(_target, _args, newTarget) {
      if (!loading) refuse(refusal);
      return newTarget === proxy ? next(`new ${name}`) : Object.create(newTarget.prototype);
    },
    get(given, key, receiver) {
      if (key === Symbol.iterator) return () => emptyList(refusal);
      if (typeof key === 'symbol' || key in given || ABSENT_KEYS.has(key)) {
        return key === Symbol.toPrimitive ? () => name : Reflect.get(given, key, receiver);
      }
      return next(`${name}.${key}`);
    },
  });
  standIns.add(proxy);
  return proxy;
}

/** @param {unknown} value */
export const isStandIn = (value) => standIns.has(value);

const emptyList = (refusal) => (loading ? [][Symbol.iterator]() : refuse(refusal));

function refuse(message) {
  throw new Error(message);
}
