import fs from 'node:fs';

const HOOKS = ['preinstall', 'install', 'postinstall', 'prepare', 'preuninstall', 'postuninstall'];
const MOST_SHOWN = 200;

/**
 * What manifests and add-ons say about machine code and installing.
 * @param {string} folder
 * @param {{path: string}} file
 * @param {(kind: string, line: number | null, detail: string) => void} find
 */
export function inspectFile(folder, { path }, find) {
  if (path.endsWith('.node')) find('NATIVE_ADDON', null, 'compiled machine code');
  if (path.endsWith('binding.gyp')) find('NATIVE_ADDON', null, 'is compiled when it is installed');
  if (path === 'package.json' || path.endsWith('/package.json')) inspectManifest(folder, path, find);
}

function inspectManifest(folder, path, find) {
  const text = fs.readFileSync(`${folder}/${path}`, 'utf8');
  const manifest = parsed(text);
  for (const hook of HOOKS) {
    const script = manifest?.scripts?.[hook];
    if (typeof script !== 'string') continue;
    const line = text.slice(0, text.indexOf(`"${hook}"`)).split('\n').length;
    find('INSTALL_SCRIPT', line, `${hook}: ${script.slice(0, MOST_SHOWN)}`);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // what is no manifest runs no script
  }
}
