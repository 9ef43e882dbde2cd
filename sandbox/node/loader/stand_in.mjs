let loading = true;

/** From now on a stand-in that is called throws. */
export function endOfLoading() {
  loading = false;
}

/** Keys whose presence would make an object look like something it is not. */
const ABSENT_KEYS = new Set(['then', 'toJSON', '__esModule', 'default', '$$typeof']);

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
  return new Proxy(target, {
    apply: (_target, _receiver, args) =>
      loading
        ? whileLoading(args, standIn(`${name}()`, refusal, whileLoading))
        : refuse(refusal),
    construct: (_target, _args, newTarget) =>
      loading ? Object.create(newTarget.prototype) : refuse(refusal),
    get(given, key, receiver) {
      if (typeof key === 'symbol' || key in given || ABSENT_KEYS.has(key)) {
        return key === Symbol.toPrimitive ? () => name : Reflect.get(given, key, receiver);
      }
      return standIn(`${name}.${key}`, refusal, whileLoading);
    },
  });
}

function refuse(message) {
  throw new Error(message);
}
