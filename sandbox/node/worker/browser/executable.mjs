import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** What libraries look for before they start it; what the plugin itself brings is no such thing. */
const NAMES =
  /^\/(?!plugin\/)(.*\/)?((google-)?(chrome|chromium)(-browser|-stable|-headless-shell)?|headless_shell)$/;
const LOOKS = ['access', 'exists', 'lstat', 'stat'];
/** A file that is always there. */
const STAND_IN = new URL(import.meta.url).pathname;

const isBrowser = (path) => typeof path === 'string' && NAMES.test(path);

/**
 * Makes a Chromium seem to be wherever it is looked for: whether it may be used is judged, and
 * said, when it is started.
 */
export function showBrowser() {
  const exists = fs.existsSync;
  for (const name of LOOKS) {
    show(fs, name, exists);
    show(fs, `${name}Sync`, exists);
    if (fs.promises[name]) show(fs.promises, name, exists);
  }
  syncBuiltinESMExports();
}

function show(owner, name, exists) {
  const look = owner[name];
  const shown = function (path, ...rest) {
    if (!isBrowser(path) || exists(path)) return look.call(this, path, ...rest);
    const given = name.startsWith('access') ? rest.filter((each) => typeof each !== 'number') : rest;
    return look.call(this, STAND_IN, ...given);
  };
  owner[name] = Object.assign(shown, look);
}
