import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { switchesFor } from './switches.mjs';

/**
 * Starts Chromium and connects it: to its debugging pipe where that was asked for, else to what
 * it prints, which tells where it listens.
 * @param {string} program
 * @param {string[]} asked arguments
 * @param {number} proxy the port of its way to the network
 * @param {import('node:net').Socket} connection closing it ends the browser
 * @returns {Promise<void>} until it has ended
 */
export function launch(program, asked, proxy, connection) {
  const piped = asked.includes('--remote-debugging-pipe');
  const profile = fs.mkdtempSync('/scratch/profile-');
  const ends = piped ? ['inherit', 'pipe', 'pipe'] : ['pipe'];
  const child = spawn(program, switchesFor(asked, { profile, proxy }), {
    stdio: ['ignore', 'inherit', ...ends],
  });
  const [, , printed, input, output] = child.stdio;
  if (piped) connection.pipe(input).on('error', () => {});
  (piped ? output : printed).pipe(connection);
  connection.on('close', () => child.kill('SIGKILL'));
  return new Promise((resolve) => {
    child.on('error', (error) => process.stderr.write(`${error.message}\n`));
    child.on('close', () => {
      connection.end();
      fs.rmSync(profile, { recursive: true, force: true });
      resolve();
    });
  });
}
