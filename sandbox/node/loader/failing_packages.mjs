import { packageName } from './packages.mjs';
import { standForAll } from './absent_packages.mjs';

const INSTALLED = /\/plugin\/node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/:]+)\//;
const failing = new Set();

/**
 * A step that puts a stand-in where a package ends in an error while it loads, most often because
 * it is machine code. The one nearest to the fault is tried first, then those that asked for it.
 */
export const failingPackages = {
  /** @param {Error} error */
  cure(error) {
    const name = [missing(error), ...onStack(error)].find((each) => each && !failing.has(each));
    if (!name) return null;
    failing.add(name);
    return `stand-in for the package ${name}, which does not load`;
  },

  /** @param {string} specifier @param {object} context */
  resolve: (specifier, context) =>
    failing.has(packageName(specifier)) ? standForAll(specifier, 'does not load', context) : null,
};

const missing = ({ code, message } = {}) =>
  code === 'MODULE_NOT_FOUND' ? packageName(/Cannot find module '([^']+)'/.exec(message)?.[1] ?? '') : null;

const onStack = (error) =>
  String(error?.stack ?? '')
    .split('\n')
    .map((line) => INSTALLED.exec(line)?.[1]);
