import { Readable } from 'node:stream';

/**
 * A request as handlers written for Express expect it. It is a stream of the body's text, too.
 * @param {string} method
 * @param {URL} url
 * @param {Record<string, string>} params of the path
 * @param {any} body
 */
export function readRequest(method, url, params, body) {
  const headers = { host: url.host, 'content-type': 'application/json' };
  const text = body === null || body === undefined ? [] : [JSON.stringify(body)];
  return Object.assign(Readable.from(text), {
    method,
    params,
    headers,
    body: body ?? {},
    query: Object.fromEntries(url.searchParams),
    path: url.pathname,
    url: url.pathname + url.search,
    originalUrl: url.pathname + url.search,
    protocol: 'http',
    hostname: url.hostname,
    ip: '127.0.0.1',
    get: (name) => headers[name.toLowerCase()],
    header: (name) => headers[name.toLowerCase()],
  });
}
