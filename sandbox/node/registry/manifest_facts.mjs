const MAX_TEXT = 4_000;
const MAX_LIST = 200;
const MAX_PARAMETERS_BYTES = 200_000;

/**
 * What the catalogue shows of a package, out of a manifest that anybody may have written:
 * every field has one shape and a bounded size, and what has neither is left out.
 * @param {Record<string, any>} manifest
 * @returns {Record<string, unknown>}
 */
export function manifestFacts(manifest) {
  return {
    description: text(manifest.description),
    licence: text(manifest.license?.type ?? manifest.license ?? manifest.licenses?.[0]?.type),
    keywords: texts(manifest.keywords),
    repository: text(manifest.repository?.url ?? manifest.repository),
    homepage: text(manifest.homepage?.url ?? manifest.homepage),
    authors: people([manifest.author, manifest.authors, manifest.contributors]),
    maintainers: people([manifest.maintainers]),
    dependencies: ranges(manifest.dependencies),
    peerDependencies: ranges(manifest.peerDependencies),
    declaredDependencies: declaredDependencies(manifest),
    declaredSettings: declaredSettings(manifest),
  };
}

/**
 * What a manifest depends on, under the names of its own fields.
 * @param {Record<string, any>} manifest
 * @returns {Record<string, Record<string, any>>}
 */
export function declaredDependencies(manifest) {
  const meta = entries(manifest.peerDependenciesMeta).filter(([, peer]) => peer?.optional === true);
  return {
    dependencies: ranges(manifest.dependencies),
    optionalDependencies: ranges(manifest.optionalDependencies),
    peerDependencies: ranges(manifest.peerDependencies),
    peerDependenciesMeta: Object.fromEntries(meta.map(([name]) => [name, { optional: true }])),
  };
}

/**
 * The settings that a plugin declares in its manifest, as they stand there.
 * @param {Record<string, any>} manifest
 * @returns {Record<string, object>}
 */
export function declaredSettings(manifest) {
  const parameters = entries(manifest.agentConfig?.pluginParameters).filter(
    ([, parameter]) => parameter && typeof parameter === 'object',
  );
  const fits = JSON.stringify(parameters).length <= MAX_PARAMETERS_BYTES;
  return fits ? Object.fromEntries(parameters) : {};
}

function text(value) {
  return typeof value === 'string' && value.trim() ? value.trim().slice(0, MAX_TEXT) : null;
}

function texts(value) {
  const list = typeof value === 'string' ? value.split(',') : [value].flat();
  return list.map(text).filter(Boolean).slice(0, MAX_LIST);
}

function entries(value) {
  return value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}

function ranges(value) {
  return Object.fromEntries(
    entries(value)
      .filter(([, range]) => text(range))
      .slice(0, 1_000),
  );
}

function people(lists) {
  return lists.flat().map(person).filter(Boolean).slice(0, MAX_LIST);
}

/** npm writes a person as an object or as "Name <address> (page)". */
function person(value) {
  if (value && typeof value === 'object') {
    const name = text(value.name);
    return name && { name, email: text(value.email), url: text(value.url) };
  }
  const written = text(value);
  if (!written) return null;
  const name = written.replace(/[<(].*$/s, '').trim();
  return name && { name, email: within(written, '<', '>'), url: within(written, '(', ')') };
}

function within(written, open, close) {
  const start = written.indexOf(open);
  const end = written.indexOf(close, start);
  return start < 0 || end < 0 ? null : text(written.slice(start + 1, end));
}
