/** What is always so: of two switches of one name the last one holds. */
const FIXED = [
  '--headless',
  // The boundary is around all of it: Chromium cannot make namespaces of its own in there.
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-field-trial-config',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--proxy-bypass-list=<-loopback>',
];

/** What would take precedence over these. */
const OF_PROXIES = /^--?(no-)?proxy-/;

/**
 * The arguments of Chromium: what was asked for, but for where it keeps its files and how it
 * reaches the network.
 * @param {string[]} asked
 * @param {{profile: string, proxy: number}} place
 */
export function switchesFor(asked, { profile, proxy }) {
  const switches = asked.filter((each) => each.startsWith('-') && each !== '--' && !OF_PROXIES.test(each));
  const pages = asked.filter((each) => !each.startsWith('-'));
  return [
    ...switches,
    ...FIXED,
    `--user-data-dir=${profile}`,
    `--proxy-server=socks5://127.0.0.1:${proxy}`,
    ...pages,
  ];
}
