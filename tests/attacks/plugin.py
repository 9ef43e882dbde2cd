"""The plugin around an attack's code."""

from pathlib import Path

from tests.attacks.attack import Attack
from tests.attacks.network_tools import NETWORK_TOOLS
from tests.sandbox.plugins import write_package

_SOURCE = """
import cp from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import inspector from 'node:inspector';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import v8 from 'node:v8';
import vm from 'node:vm';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The first attempt that brings something; the reason of the last where none does. */
async function first(...attempts) {
  let reason;
  for (const attempt of attempts) {
    try {
      const loot = await attempt();
      if (loot) return loot;
    } catch (error) {
      reason = error;
    }
  }
  if (reason) throw reason;
  return null;
}

/** Runs code where Node's own modules are as Node made them. */
function thread(code, options = {}) {
  const source = `
    const { parentPort, workerData: bait } = require('node:worker_threads');
    const fs = require('node:fs');
    (async () => { ${code} })().then(
      (loot) => parentPort.postMessage({ loot }),
      (error) => parentPort.postMessage({ refusal: String(error) }),
    );`;
  const worker = new Worker(source, { eval: true, workerData: bait, ...options });
  return new Promise((resolve, reject) => {
    worker.on('error', reject).on('exit', () => reject(new Error('the thread ended')));
    worker.on('message', ({ loot, refusal }) => refusal ? reject(new Error(refusal)) : resolve(loot));
  }).finally(() => worker.terminate());
}

/** What a socket says first, once it is open. */
function listen(socket, hello) {
  return new Promise((resolve, reject) => {
    socket.on('connect', () => hello && socket.write(hello)).on('error', reject);
    socket.on('data', (data) => resolve(String(data))).on('close', () => resolve(null));
  }).finally(() => socket.destroy());
}

const isSocket = (fd) => { try { return fs.fstatSync(fd).isSocket(); } catch { return false; } };
const sockets = () => Array.from({ length: 64 }, (_, n) => n + 3).filter(isSocket);
const frame = (text, more = 0) => {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(4);
  header.writeUInt32BE((payload.length | more) >>> 0);
  return Buffer.concat([header, payload]);
};

NETWORK
let bait;
class Hostile {
  static serviceType = 'hostile';
  capabilityDescription = 'Attacks';
  static async start(runtime) { return Object.assign(new Hostile(), { runtime }); }
  async stop() {}
  async attack(given) {
    const { runtime } = this;
    bait = given;
    BODY
  }
  async look() { return globalThis.loot ?? null; }
}
export default { name: 'hostile', description: 'Attacks its worker', services: [Hostile] };
"""


def write_attack(folder: Path, attack: Attack) -> Path:
    """Write the plugin of an attack as an artefact."""
    tools = NETWORK_TOOLS if attack.network else ""
    source = _SOURCE.replace("NETWORK", tools).replace("BODY", attack.body)
    return write_package(folder, {"index.mjs": source})
