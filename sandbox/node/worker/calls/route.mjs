import { readRequest } from '../http/request.mjs';
import { RouteResponse } from '../http/response.mjs';
import { matchPath } from '../http/path.mjs';
import { notFound } from './find.mjs';

/**
 * Sends a request to a route that the plugin declares: `call.method` (GET if there is none) at
 * `call.name`, its path with parameters filled in and perhaps a query; `call.params` is the body.
 * @returns {Promise<{status: number, headers: Record<string, string>, body: any}>}
 */
export async function callRoute({ runtime, routes, emitPiece }, call) {
  const verb = (call.method ?? 'GET').toUpperCase();
  const url = new URL(call.name, 'http://plugin');
  const { route, params } = findRoute(routes, verb, url.pathname);
  const response = new RouteResponse(emitPiece);
  await route.handler(readRequest(verb, url, params, call.params), response, runtime);
  return response.answer();
}

function findRoute(routes, verb, path) {
  for (const route of routes.filter((each) => verbOf(each) === verb)) {
    const params = matchPath(route.path ?? '', path);
    if (params) return { route, params };
  }
  const names = routes.map((route) => `${verbOf(route)} ${route.path}`);
  throw notFound('route', `${verb} ${path}`, names);
}

const verbOf = (route) => String(route.type ?? 'GET').toUpperCase();
