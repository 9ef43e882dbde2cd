import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { init, parse } from 'es-module-lexer';

await init;

const NAMED = /\{([^}]*)\}/;
const LEADING_IDENTIFIER = /^(?:import|export)\s*[\w$]+\s*(?:,|from)/;

/**
 * The names that one module takes from another in its static imports and re-exports.
 * @param {string} parentUrl the importing module
 * @param {string} specifier what it writes to name the other
 * @returns {string[]} `default` among them where it takes the default export
 */
export function importedNames(parentUrl, specifier) {
  const source = readModule(parentUrl);
  const statements = staticImports(source).filter((found) => found.specifier === specifier);
  const names = statements.flatMap((found) =>
    namesIn(source.slice(found.importStart, found.start)),
  );
  return [...new Set(names)];
}

function readModule(url) {
  return url.startsWith('file:') ? fs.readFileSync(fileURLToPath(url), 'utf8') : '';
}

function staticImports(source) {
  try {
    return parse(source)[0].filter((found) => found.type === 'static');
  } catch {
    return []; // a syntax error is reported better by the engine, when it compiles the module
  }
}

function namesIn(statement) {
  const named = NAMED.exec(statement)?.[1] ?? '';
  const names = named.split(',').map(toName).filter(Boolean);
  const clause = statement.replaceAll(/\/\*.*?\*\//gs, '');
  if (clause.startsWith('import') && LEADING_IDENTIFIER.test(clause)) names.push('default');
  return names;
}

function toName(binding) {
  const withoutComments = binding.replaceAll(/\/\*.*?\*\/|\/\/.*$/gms, '');
  return withoutComments
    .trim()
    .split(/\s+as\s+/)[0]
    .replaceAll(/^["']|["']$/g, '');
}
