import fs from 'node:fs';
import Module, { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isCommonJs, withoutMeta } from './module_syntax.mjs';
import { recordRepair } from './repairs.mjs';

/**
 * Lets `.js` files be CommonJS where their package says that they are modules and they are not.
 * Node decides so by the package alone, and lets no hook say otherwise of what is required.
 */
export function allowCommonJsInModules() {
  const asAnnounced = Module._extensions['.js'];
  Module._extensions['.js'] = (module, filename) => {
    const source = announcesModules(filename) ? fs.readFileSync(filename, 'utf8') : '';
    if (!isCommonJs(source)) return asAnnounced(module, filename);
    recordRepair('CommonJS found where ES modules were announced');
    return module._compile(withoutMeta(source), filename, 'commonjs');
  };
}

const types = new Map();

function announcesModules(filename) {
  if (!fs.existsSync(filename)) return false; // a module that was made up
  const manifest = findPackageJSON(pathToFileURL(filename));
  if (!manifest) return false;
  if (!types.has(manifest)) types.set(manifest, typeIn(manifest));
  return types.get(manifest) === 'module';
}

function typeIn(manifest) {
  try {
    return JSON.parse(fs.readFileSync(manifest, 'utf8')).type;
  } catch {
    return undefined; // Node says what is wrong with it
  }
}
