import fs from 'node:fs';
import { AstAnalyser, DefaultCollectableSet } from '@nodesecure/js-x-ray';
import { inspectFile } from './manifests.mjs';
import { PROBES } from './probes.mjs';
import { filesOf, isCode } from './sources.mjs';
import { kindOf, kindOfModule } from './warnings.mjs';

const MOST_FILE_BYTES = 1 << 20;
const MOST_FINDINGS = 1000;
const MOST_OF_A_KIND = 20;
const MOST_HOSTS = 100;
const MOST_DETAIL = 200;
/** What a plugin asks of its host, by the names of its methods. */
const USES = {
  browser: /\bnewPage\s*\(|--remote-debugging-/,
  cache: /\b(get|set|delete)Cache\b/,
  events: /\bpublishEvent\b/,
  fetch: /\bfetch\s*\(|\baxios\b|\bWebSocket\b/,
  knowledge: /\bqueryKnowledge\b/,
  settings: /\bgetSetting\b|\bprocess\.env\b/,
};
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/**
 * Reads every file of a plugin, its own first, until the time is used up.
 * @param {string} folder
 * @param {{milliseconds: number}} budget
 * @returns {{findings: object[], hosts: string[], uses: string[], read: number, skipped: number}}
 */
export function analyse(folder, { milliseconds }) {
  const end = performance.now() + milliseconds;
  const book = new Book();
  let read = 0;
  let skipped = 0;
  for (const file of filesOf(folder)) {
    const find = (kind, line, detail) => book.add(file, kind, line, detail);
    inspectFile(folder, file, find);
    if (!isCode(file)) continue;
    if (performance.now() > end) {
      skipped++;
      continue;
    }
    read++;
    if (file.size > MOST_FILE_BYTES) find('NOT_PARSED', null, `${file.size} bytes are too many`);
    else inspectCode(folder, file, find, book);
  }
  const { findings, hosts, uses } = book;
  return { findings, hosts: [...hosts].sort(), uses: [...uses].sort(), read, skipped };
}

function inspectCode(folder, file, find, book) {
  const modules = new DefaultCollectableSet('dependency');
  const hosts = new DefaultCollectableSet('hostname');
  const text = fs.readFileSync(`${folder}/${file.path}`, 'utf8');
  for (const { kind, location, value } of warningsOf(text, [modules, hosts], find)) {
    if (kindOf(kind)) find(kindOf(kind), lineOf(location), String(value ?? kind));
  }
  for (const { value, locations } of modules) {
    const kind = kindOfModule(value);
    if (kind) find(kind, lineOf(locations[0]?.location), value);
  }
  if (!file.own) return;
  for (const [name, sign] of Object.entries(USES)) if (sign.test(text)) book.uses.add(name);
  for (const { value, locations } of hosts) {
    if (!HOST.test(value)) continue;
    find('NETWORK', lineOf(locations[0]?.location), value);
    if (book.hosts.size < MOST_HOSTS) book.hosts.add(value);
  }
}

function warningsOf(text, collectables, find) {
  try {
    return new AstAnalyser({ collectables, customProbes: PROBES }).analyse(text).warnings;
  } catch (error) {
    find('NOT_PARSED', null, String(error?.message ?? error));
    return [];
  }
}

/** Locations come as `[[line, column], [line, column]]`, or as a list of these. */
function lineOf(location) {
  const line = location?.flat?.(Infinity)[0];
  return Number.isInteger(line) ? line : null;
}

/** Findings, bounded: a thousand in all, twenty of a kind in a package. */
class Book {
  findings = [];
  hosts = new Set();
  uses = new Set();
  #counts = new Map();

  add(file, kind, line, detail) {
    const key = `${file.package} ${kind}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count > MOST_OF_A_KIND || this.findings.length >= MOST_FINDINGS) return;
    this.findings.push({
      kind,
      package: file.package,
      file: file.path,
      line,
      detail: detail.slice(0, MOST_DETAIL),
    });
  }
}
