import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { findEntry } from '../loader/entry.mjs';
import { existingFile } from '../loader/files.mjs';
import { staticImports } from '../loader/imported_names.mjs';
import { hasModuleSyntax } from '../loader/module_syntax.mjs';
import { packageName } from '../loader/packages.mjs';
import { compile, isTypeScript } from '../loader/typescript.mjs';

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_FILES = 2000;
/** As bundlers write it, at the top of a module; what is inside of something may never run. */
const REQUIRED = /^(?:const|let|var)\s.*?\brequire\(["']([^"']+)["']\)/gm;

/**
 * The packages that a plugin cannot be loaded without: those that its code imports statically,
 * from its entry on. Read and never run.
 * @param {string} folder of the unpacked plugin
 * @returns {Set<string>} names
 */
export function importedPackages(folder) {
  const packages = new Set();
  const files = new Set(entryOf(folder));
  for (const file of files) {
    for (const specifier of specifiersIn(file)) {
      const own = specifier.startsWith('.') && existingFile(join(dirname(file), specifier));
      if (own && files.size < MAX_FILES) files.add(own);
      const name = packageName(specifier);
      if (name && !isBuiltin(specifier)) packages.add(name);
    }
  }
  return packages;
}

function entryOf(folder) {
  try {
    return [findEntry(folder).file];
  } catch {
    return []; // whoever analyses it says that it has no code
  }
}

function specifiersIn(file) {
  if (statSync(file).size > MAX_FILE_BYTES || file.endsWith('.json')) return [];
  const source = sourceOf(file);
  return hasModuleSyntax(source)
    ? staticImports(source).map(({ specifier }) => specifier)
    : [...source.matchAll(REQUIRED)].map(([, specifier]) => specifier);
}

function sourceOf(file) {
  try {
    return isTypeScript(file) ? compile(file) : readFileSync(file, 'utf8');
  } catch {
    return ''; // TypeScript that is none: the worker says what is wrong with it
  }
}
