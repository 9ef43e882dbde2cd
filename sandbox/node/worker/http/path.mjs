/**
 * The parameters of a path by a route's pattern, or null where it does not fit. `:name` stands for
 * one part of the path, `*` for all that is left.
 * @param {string} pattern such as `/people/:id`
 * @param {string} path such as `/people/7`
 * @returns {Record<string, string> | null}
 */
export function matchPath(pattern, path) {
  const wanted = partsOf(pattern);
  const given = partsOf(path);
  const params = {};
  for (const [i, part] of wanted.entries()) {
    if (part === '*') return { ...params, 0: given.slice(i).join('/') };
    if (i >= given.length) return null;
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[i]);
    else if (part !== given[i]) return null;
  }
  return wanted.length === given.length ? params : null;
}

const partsOf = (path) => path.split('/').filter(Boolean);
