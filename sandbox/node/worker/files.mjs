import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Makes what Node's permissions hide look as if it were not there, as the mounts have it too:
 * plugins that look for an optional file above their folder go on without it.
 */
export function hideWhatIsDenied() {
  for (const [name, method] of methodsOf(fs)) {
    if (name.endsWith('Sync')) fs[name] = hiding(name, method);
    else fs[name] = hidingFromCallback(name, method);
  }
  for (const [name, method] of methodsOf(fs.promises)) {
    fs.promises[name] = async (...args) => {
      try {
        return await method.apply(fs.promises, args);
      } catch (error) {
        throw missing(error, name, args[0]);
      }
    };
  }
  syncBuiltinESMExports();
}

function methodsOf(module) {
  return Object.entries(module).filter(
    ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
  );
}

function hiding(name, method) {
  return Object.assign(function (...args) {
    try {
      return method.apply(this, args);
    } catch (error) {
      if (!isDenied(error)) throw error;
      if (name === 'existsSync') return false;
      if (args[1]?.throwIfNoEntry === false) return undefined;
      throw missing(error, name, args[0]);
    }
  }, method);
}

function hidingFromCallback(name, method) {
  return Object.assign(function (...args) {
    const callback = args.at(-1);
    const answer = (error, ...rest) => callback(error && missing(error, name, args[0]), ...rest);
    if (typeof callback === 'function' && name !== 'exists') args[args.length - 1] = answer;
    try {
      return method.apply(this, args);
    } catch (error) {
      if (!isDenied(error) || typeof callback !== 'function') throw error;
      process.nextTick(name === 'exists' ? () => callback(false) : () => answer(error));
    }
  }, method);
}

const isDenied = (error) =>
  error?.code === 'ERR_ACCESS_DENIED' && String(error.permission).startsWith('FileSystem');

function missing(error, name, path) {
  if (!isDenied(error)) return error;
  const syscall = name.replace(/Sync$/, '');
  const message = `ENOENT: no such file or directory, ${syscall} '${path}'`;
  return Object.assign(new Error(message, { cause: error }), {
    errno: -2,
    code: 'ENOENT',
    syscall,
    path: String(path),
  });
}
