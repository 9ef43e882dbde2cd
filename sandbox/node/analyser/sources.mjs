import fs from 'node:fs';

const CODE = /\.[cm]?js$/;
/** What the host made of the other files. */
const BUNDLE = '.one-graph/';

/**
 * Every file of a plugin and its dependencies; the plugin's own come first.
 * @param {string} folder
 * @returns {{path: string, package: string, own: boolean, size: number}[]} paths are relative
 */
export function filesOf(folder) {
  const found = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.slice(folder.length + 1);
      const { size } = fs.statSync(`${folder}/${path}`);
      return { path, package: packageOf(path), own: !path.includes('node_modules/'), size };
    })
    .filter(({ path }) => !path.startsWith(BUNDLE));
  return found.sort((a, b) => b.own - a.own || a.path.localeCompare(b.path));
}

/** Whether a file is code that runs. */
export const isCode = ({ path }) => CODE.test(path);

/** The dependency that a file belongs to; empty for the plugin itself. */
function packageOf(path) {
  const inside = path.split('node_modules/').pop();
  if (inside === path) return '';
  const [first, second] = inside.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
