import { forEachAtOnce } from './concurrency.mjs';
import { send, serveHost } from './host.mjs';
import { isRegistryFault, npmOptions } from './npm_options.mjs';
import { readPackage, readVersions } from './package_record.mjs';
import { Reachability } from './reachability.mjs';

const AT_ONCE = 20;

await serveHost(async (request) => {
  const options = await npmOptions(request.cache);
  const read = request.tarballs ? readPackage : readVersions;
  const reachability = new Reachability();
  await forEachAtOnce(request.names, AT_ONCE, async (name) => {
    if (reachability.lost) return;
    const record = await read(name, request, options).catch((error) => {
      if (isRegistryFault(error)) reachability.faulted(error);
      return { name, available: false, error: error.code ?? error.message };
    });
    if (!record.error) reachability.answered();
    send({ event: 'record', record });
  });
  if (reachability.lost) send({ event: 'unavailable', reason: reachability.reason });
});
