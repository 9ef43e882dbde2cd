import { init, parse } from 'es-module-lexer';

await init;

const COMMONJS = /\b(?:module\.exports|exports\.[\w$]+\s*=|Object\.defineProperty\(exports)/;

/**
 * Whether a source says what it exports as CommonJS does, and has nothing of an ES module.
 * @param {string} source
 */
export function isCommonJs(source) {
  return COMMONJS.test(source) && hasModuleSyntax(source) === false;
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
