/** What Node, a shell or a build system sets: read by libraries, never a plugin's setting. */
const AMBIENT = new RegExp(
  `^(${[
    'CI|COLORTERM|DEBUG|FORCE_COLOR|NODE_\\w+|NO_COLOR|VITEST|npm_\\w+',
    'HOME|LANG|LC_\\w+|LOGNAME|PATH|PWD|SHELL|TERM(_\\w+)?|TEMP|TMP|TMPDIR|TZ|USER|USERPROFILE',
  ].join('|')})$`,
);

/**
 * Whether a name of the environment belongs to the machine.
 * @param {string} name
 * @returns {boolean}
 */
export const isAmbient = (name) => AMBIENT.test(name);
