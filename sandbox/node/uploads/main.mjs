import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import validateName from 'validate-npm-package-name';
import semver from 'semver';
import { send, serveHost } from '../registry/host.mjs';
import { manifestFacts } from '../registry/manifest_facts.mjs';
import { manifestOrReadme, parseManifest, readmeOf, readTarball } from '../registry/tarball.mjs';
import {
  MAX_SIGNATURE_BYTES,
  SIGNATURE_FILE,
  SignatureInvalid,
  sha256,
  verifyPublisher,
} from './publisher_signature.mjs';

await serveHost(async ({ path, keys, limits }) => {
  try {
    send({ event: 'read', package: await readUpload(path, keys, limits) });
  } catch (error) {
    const code = error instanceof SignatureInvalid ? 'SIGNATURE_INVALID' : 'INVALID_TARBALL';
    send({ event: 'failed', code, message: error.message.replaceAll(path, basename(path)) });
  }
});

async function readUpload(path, keys, limits) {
  const digests = new Map();
  const room = { ...limits };
  const texts = await readTarball(createReadStream(path), {
    keep: (entry) => {
      room.bytes -= entry.size;
      room.files -= 1;
      if (room.bytes < 0 || room.files < 0) throw new Error('it holds too much');
      return entry.path === SIGNATURE_FILE ? MAX_SIGNATURE_BYTES : manifestOrReadme(entry);
    },
    watch: (inside, entry) => {
      const hash = sha256();
      entry.on('data', (chunk) => hash.update(chunk));
      entry.on('end', () => digests.set(inside, hash.digest('hex')));
    },
  });
  const manifest = parseManifest(texts.get('package.json'));
  const { name, version } = checked(manifest);
  const signature = verifyPublisher(texts.get(SIGNATURE_FILE), digests, keys);
  return { name, signature, version, readme: readmeOf(texts), ...manifestFacts(manifest) };
}

function checked({ name, version }) {
  if (!validateName(String(name)).validForNewPackages)
    throw new Error(`its name ${JSON.stringify(name)?.slice(0, 100)} is none that npm allows`);
  if (semver.valid(version) !== version)
    throw new Error(`its version ${JSON.stringify(version)?.slice(0, 100)} is none of semver`);
  return { name, version };
}
