import { init, parse } from 'es-module-lexer';

await init;

const COMMONJS = /\b(?:module\.exports|exports\.[\w$]+\s*=|Object\.defineProperty\(exports)/;
const META = 'import-meta';
const OF_MODULES = ['static', 'reexport-star'];
const META_OF_COMMONJS =
  '({ url: require("node:url").pathToFileURL(module.filename).href, filename: module.filename, dirname: module.path })';

/**
 * Whether a source says what it exports as CommonJS does, and imports and exports nothing as ES
 * modules do. That it asks for `import.meta` makes it none: some compilers leave that as it is.
 * @param {string} source
 */
export function isCommonJs(source) {
  if (!COMMONJS.test(source)) return false;
  try {
    const [imports, exports] = parse(source);
    return exports.length === 0 && !imports.some(({ type }) => OF_MODULES.includes(type));
  } catch {
    return false; // the engine says better why it cannot be read
  }
}

/**
 * A CommonJS source as its engine can read it: `import.meta` is made of what CommonJS has.
 * @param {string} source
 */
export function withoutMeta(source) {
  const places = parse(source)[0].filter(({ type }) => type === META);
  return places.reduceRight(
    (text, { start, end }) => text.slice(0, start) + META_OF_COMMONJS + text.slice(end),
    source,
  );
}

/**
 * @param {string} source
 * @returns {boolean | null} null where it cannot be read: the engine says better why
 */
export function hasModuleSyntax(source) {
  try {
    return parse(source)[3];
  } catch {
    return null;
  }
}
