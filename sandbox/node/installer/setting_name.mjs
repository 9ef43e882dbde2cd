const LONGEST = 128;
const LONGEST_EXPRESSION = 300;
const NAME = /^(?=[A-Za-z<])(?:[\w.]|<\w+>)+$/;
const FEWEST_LETTERS = 3;
const OPENS = '([{';
const CLOSES = ')]}';
const QUOTES = '"\'`';

/**
 * The name of a setting that an expression yields, as far as its text tells: what is computed
 * stands as a placeholder, so `X_${chain}` and "X_" + chain are X_<CHAIN>.
 * @param {string} source
 * @param {number} start of the expression, which ends with its argument or index
 * @returns {string | undefined} nothing where too little of it is written down
 */
export function settingNameAt(source, start) {
  const parts = partsOf(source.slice(start, start + LONGEST_EXPRESSION));
  const name = parts?.map(spelling).join('').replace(/(<\w+>)+/g, lastOf);
  if (!name || name.length > LONGEST || !NAME.test(name)) return undefined;
  const written = name.replace(/<\w+>|[^A-Za-z]/g, '');
  return name.includes('<') && written.length < FEWEST_LETTERS ? undefined : name;
}

/** The summands of an expression, or nothing where its end is out of sight. */
function partsOf(text) {
  const parts = [];
  let [from, depth, quote] = [0, 0, ''];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quote) quote = sign === quote ? '' : quote;
    else if (QUOTES.includes(sign)) quote = sign;
    else if (OPENS.includes(sign)) depth += 1;
    else if (depth > 0) depth -= CLOSES.includes(sign) ? 1 : 0;
    else if (',+;'.includes(sign) || CLOSES.includes(sign)) {
      parts.push(text.slice(from, at).trim());
      if (sign !== '+') return parts;
      from = at + 1;
    }
  }
  return undefined;
}

function spelling(part) {
  const inner = part.slice(1, -1);
  if (/^(["'])[^"'\\]*\1$/.test(part)) return inner;
  if (/^`[^`\\]*`$/.test(part)) return inner.replace(/\$\{([^{}]*)\}/g, (_, code) => hole(code));
  return hole(part);
}

/** A placeholder named after the last word that is not called: `chain.toUpperCase()` is <CHAIN>. */
function hole(code) {
  const bare = code.replace(/"[^"]*"|'[^']*'/g, '');
  const words = [...bare.matchAll(/[A-Za-z_$][\w$]*(\s*\()?/g)];
  const word = words.filter((match) => !match[1]).at(-1) ?? words.at(-1);
  return `<${(word?.[0] ?? 'NAME').replace(/\W/g, '').toUpperCase()}>`;
}

const lastOf = (holes) => `<${holes.split('<').at(-1)}`;
