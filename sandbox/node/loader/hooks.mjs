import { registerHooks } from 'node:module';

/**
 * Installs the loader: each technique is a step, `{resolve?, load?}`, that answers or returns
 * null to let the next one try, and Node itself after the last.
 * @param {Array<{resolve?: Function, load?: Function}>} steps
 */
export function installLoader(steps) {
  const resolvers = steps.map((step) => step.resolve).filter(Boolean);
  const loaders = steps.map((step) => step.load).filter(Boolean);
  registerHooks({
    resolve: (specifier, context, next) =>
      firstAnswer(resolvers, specifier, context) ?? next(specifier, context),
    load: (url, context, next) => firstAnswer(loaders, url, context) ?? next(url, context),
  });
}

function firstAnswer(steps, subject, context) {
  for (const step of steps) {
    const answer = step(subject, context);
    if (answer) return answer;
  }
  return null;
}
