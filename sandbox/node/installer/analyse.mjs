import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { entryPoint } from './entry_point.mjs';
import { InstallFailure } from './failure.mjs';
import { settingsIn } from './settings_scan.mjs';

const CODE = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx']);
const TESTS = /(^|\/)(__tests__|tests?|e2e)\/|\.(test|spec|config)\.\w+$|\.d\.[mc]?ts$/;
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * What a plugin's own files say about it, read and never run.
 * @param {string} folder of the unpacked plugin
 * @param {Record<string, any>} manifest
 * @returns {Promise<{ entry: string, readSettings: string[] }>}
 */
export async function analyse(folder, manifest) {
  const files = await filesOf(folder);
  const entry = entryPoint(manifest, new Set(files));
  if (!entry) throw noCode(manifest);
  return {
    entry,
    readSettings: await readSettings(
      folder,
      files.filter((file) => isOwnCode(file)),
    ),
  };
}

async function readSettings(folder, files) {
  const keys = new Set();
  for (const file of files) {
    const path = join(folder, file);
    if ((await stat(path)).size > MAX_FILE_BYTES) continue;
    for (const key of settingsIn(await readFile(path, 'utf8'))) keys.add(key);
  }
  return [...keys].sort();
}

async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function isOwnCode(file) {
  return CODE.has(extname(file)) && !TESTS.test(file);
}

const noCode = ({ name, version }) =>
  new InstallFailure(
    'NO_CODE',
    `${name}@${version} was published without code: its entry file does not exist.`,
    'Choose an older version, whose package may be complete.',
  );
