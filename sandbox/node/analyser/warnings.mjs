/** How js-x-ray's warnings are told here. */
const KINDS = {
  'data-exfiltration': 'EXFILTRATION',
  'encoded-literal': 'ENCODED_TEXT',
  'monkey-patch': 'PROTOTYPE_CHANGE',
  'obfuscated-code': 'OBFUSCATION',
  'parsing-error': 'NOT_PARSED',
  'prototype-pollution': 'PROTOTYPE_CHANGE',
  'serialize-environment': 'ENVIRONMENT',
  'shady-link': 'SUSPICIOUS_LINK',
  'short-identifiers': 'MINIFIED',
  'suspicious-file': 'ENCODED_TEXT',
  'suspicious-literal': 'ENCODED_TEXT',
  'unsafe-command': 'PROCESS',
  'unsafe-import': 'DYNAMIC_IMPORT',
  'unsafe-stmt': 'EVAL',
  'unsafe-vm-context': 'EVAL',
};

/** What a module of Node's own lets a plugin try. */
const MODULES = {
  child_process: 'PROCESS',
  cluster: 'PROCESS',
  dgram: 'NETWORK',
  dns: 'NETWORK',
  'dns/promises': 'NETWORK',
  fs: 'FILES',
  'fs/promises': 'FILES',
  http: 'NETWORK',
  http2: 'NETWORK',
  https: 'NETWORK',
  inspector: 'EVAL',
  net: 'NETWORK',
  tls: 'NETWORK',
  vm: 'EVAL',
  worker_threads: 'THREADS',
};

/** @param {string} kind of js-x-ray @returns {string | undefined} none: of no concern here */
export const kindOf = (kind) => KINDS[kind];

/** @param {string} module as it is imported @returns {string | undefined} */
export const kindOfModule = (module) => MODULES[module.replace(/^node:/, '')];
