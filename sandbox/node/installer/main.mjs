import { send, serveHost } from '../registry/host.mjs';
import { asFailure } from './failure.mjs';
import { Installation } from './installation.mjs';
import { Progress } from './progress.mjs';

await serveHost(async (request) => {
  const progress = new Progress();
  try {
    const installation = await Installation.of(request, progress);
    send({ event: 'installed', artifact: await installation.run() });
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    const { code, message, hint } = failure;
    send({ event: 'failed', stage: progress.stage, code, message, hint });
  }
});
