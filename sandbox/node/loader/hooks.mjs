import { registerHooks } from 'node:module';

/**
 * Installs the loader. Each technique is a step, whose parts answer or return null to let the
 * next one try:
 * - `resolve(specifier, context)` and `load(url, context)` come before Node;
 * - `repair(specifier, context, error)` comes where Node finds no module;
 * - `settle(found, context, specifier)` comes where a module was found, and may lead elsewhere;
 * - `mend(url, context, loaded)` comes after Node has read one.
 * @param {Array<{resolve?: Function, load?: Function, repair?: Function, settle?: Function,
 *   mend?: Function}>} steps
 */
export function installLoader(steps) {
  const parts = (name) => steps.map((step) => step[name]).filter(Boolean);
  const [resolvers, loaders, repairers, menders] = ['resolve', 'load', 'repair', 'mend'].map(parts);
  const settlers = parts('settle');
  const find = (specifier, context, next) =>
    firstAnswer(resolvers, specifier, context) ?? orRepaired(repairers, specifier, context, next);
  registerHooks({
    resolve: (specifier, context, next) =>
      settlers.reduce(
        (found, settle) => settle(found, context, specifier) ?? found,
        find(specifier, context, next),
      ),
    load: (url, context, next) => {
      const answer = firstAnswer(loaders, url, context);
      if (answer) return answer;
      return menders.reduce(
        (loaded, mend) => mend(url, context, loaded) ?? loaded,
        next(url, context),
      );
    },
  });
}

function orRepaired(repairers, specifier, context, next) {
  try {
    return next(specifier, context);
  } catch (error) {
    const answer = firstAnswer(repairers, specifier, context, error);
    if (answer) return answer;
    throw error;
  }
}

function firstAnswer(steps, ...subject) {
  for (const step of steps) {
    const answer = step(...subject);
    if (answer) return answer;
  }
  return null;
}
