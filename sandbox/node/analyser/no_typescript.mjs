/** Takes the place of TypeScript's parser, which js-x-ray would load: plugins run as JavaScript. */
export function parse() {
  throw new Error('TypeScript is not read');
}
