import { isAmbient } from './ambient.mjs';
import { settingNameAt } from './setting_name.mjs';

/** No plugin has as many; a file made to keep the installer busy may. */
const MOST_READS = 20_000;

const BEFORE_NAMES = [
  /\bgetSetting\w*\s*(?:\?\.)?\(\s*(?:[\w$.]+\s*,\s*)?(?=["'`\w$])/g,
  /\bprocess\.env(?:\?\.)?\[\s*/g,
];
const MEMBERS = /\bprocess\.env\??\.([A-Z][A-Z0-9_]{1,127})\b/g;
const DESTRUCTURED = /\{([^{}]{1,2000})\}\s*=\s*process\.env\b/g;
const NAME = /^\s*([A-Z][A-Z0-9_]{1,127})\b/;

/**
 * The settings that a source text reads by name, or by a name with placeholders.
 * @param {string} source
 * @returns {Set<string>}
 */
export function settingsIn(source) {
  const keys = [...computed(source), ...members(source), ...destructured(source)];
  return new Set(keys.filter((key) => key && !isAmbient(key)));
}

function computed(source) {
  return BEFORE_NAMES.flatMap((before) =>
    source
      .matchAll(before)
      .take(MOST_READS)
      .map((match) => settingNameAt(source, match.index + match[0].length))
      .toArray(),
  );
}

function members(source) {
  return [...source.matchAll(MEMBERS)].map((match) => match[1]);
}

function destructured(source) {
  return [...source.matchAll(DESTRUCTURED)]
    .flatMap((match) => match[1].split(','))
    .map((part) => NAME.exec(part)?.[1]);
}
