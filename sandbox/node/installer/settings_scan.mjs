const READS = [
  /\bgetSetting\w*\s*(?:\?\.)?\(\s*(?:[\w$.]+\s*,\s*)?["'`]([A-Za-z][\w.]{0,127})["'`]/g,
  /\bprocess\.env\??\.([A-Z][A-Z0-9_]{1,127})\b/g,
  /\bprocess\.env(?:\?\.)?\[\s*["'`]([A-Z][A-Z0-9_]{1,127})["'`]\s*\]/g,
];
const DESTRUCTURED = /\{([^{}]{1,2000})\}\s*=\s*process\.env\b/g;
const NAME = /^\s*([A-Z][A-Z0-9_]{1,127})\b/;

/** What Node, a shell or a build system sets: read by libraries, never a plugin's setting. */
const AMBIENT = new RegExp(
  `^(${[
    'CI|COLORTERM|DEBUG|FORCE_COLOR|NODE_\\w+|NO_COLOR|VITEST|npm_\\w+',
    'HOME|LANG|LC_\\w+|LOGNAME|PATH|PWD|SHELL|TERM(_\\w+)?|TEMP|TMP|TMPDIR|TZ|USER|USERPROFILE',
  ].join('|')})$`,
);

/**
 * The settings that a source text reads by name.
 * @param {string} source
 * @returns {Set<string>}
 */
export function settingsIn(source) {
  const direct = READS.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1]));
  const destructured = [...source.matchAll(DESTRUCTURED)].flatMap((match) => namesIn(match[1]));
  return new Set([...direct, ...destructured].filter((key) => !AMBIENT.test(key)));
}

function namesIn(pattern) {
  return pattern
    .split(',')
    .map((part) => NAME.exec(part)?.[1])
    .filter(Boolean);
}
