import dns from 'node:dns';
import net from 'node:net';
import { addressOf } from './names.mjs';

/** Makes lookups answer with stand-ins, so that the name itself reaches the gateway. */
export function replaceLookups() {
  dns.lookup = lookup;
  dns.promises.lookup = async (host, options) => answerFor(host, options);
  for (const resolver of [dns, dns.Resolver.prototype]) replaceResolving(resolver, withCallback);
  for (const resolver of [dns.promises, dns.promises.Resolver.prototype]) {
    replaceResolving(resolver, (find) => async (...args) => find(...args));
  }
}

function lookup(host, options, callback = options) {
  const answer = answerFor(host, options);
  process.nextTick(() =>
    Array.isArray(answer) ? callback(null, answer) : callback(null, answer.address, answer.family),
  );
  return {};
}

function answerFor(host, options) {
  const address = addressOf(host || 'localhost');
  const answer = { address, family: net.isIP(address) };
  return options?.all ? [answer] : answer;
}

function replaceResolving(resolver, wrap) {
  resolver.resolve4 = wrap((host, options) => found(host, options));
  resolver.resolve = wrap((host, kind) => (kind && kind !== 'A' ? nothing(host) : found(host)));
  resolver.resolve6 = wrap((host) => nothing(host));
}

function found(host, options) {
  const address = addressOf(host);
  return [options?.ttl ? { address, ttl: 60 } : address];
}

function nothing(host) {
  throw Object.assign(new Error(`query ENODATA ${host}`), { code: 'ENODATA', hostname: host });
}

function withCallback(find) {
  return function resolve(...args) {
    const callback = args.pop();
    process.nextTick(() => {
      let answer;
      try {
        answer = find(...args);
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, answer);
    });
  };
}
