import { Channel } from '../worker/channel.mjs';
import { analyse } from './analysis.mjs';

/* Reads a plugin and what it drags in, as suspiciously as it would be run: in a worker's
 * isolation, without the worker's harness. Nothing of the plugin is imported. */
const FOLDER = '/plugin';
const fd = Number(process.argv[2]);

const channel = new Channel(
  fd,
  ({ id, budget }) => {
    try {
      channel.send({ id, type: 'result', value: analyse(FOLDER, budget) });
    } catch (error) {
      channel.send({ id, type: 'error', code: 'ANALYSIS_FAILED', message: String(error), stack: '' });
    }
  },
  () => process.exit(0),
);
