import { Failure } from '../failure.mjs';

/** @param {string} kind @param {string} name @param {Iterable<string>} existing names that exist */
export function notFound(kind, name, existing) {
  const names = [...existing].sort().join(', ') || 'none';
  return new Failure('CAPABILITY_NOT_FOUND', `There is no ${kind} "${name}". There are: ${names}`);
}

/** The one of `list` that is called `name`; fails naming all there are. */
export function findNamed(kind, list, name) {
  const found =
    list.find((item) => item.name === name) ?? list.find((item) => item.similes?.includes(name));
  if (!found)
    throw notFound(
      kind,
      name,
      list.map((item) => item.name),
    );
  return found;
}
