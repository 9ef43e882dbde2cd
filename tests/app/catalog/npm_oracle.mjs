// Answers questions about ranges with the libraries of npm itself, read from standard input.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const require = createRequire(process.argv[2]);
const semver = require('semver');
const npa = require('npm-package-arg');
const pickManifest = require('npm-pick-manifest');

const LOOSE = { loose: true };
const questions = {
  satisfies: ({ versions, ranges }) =>
    ranges.map((range) =>
      semver.validRange(range, LOOSE) === null
        ? null
        : versions.map((version) => semver.satisfies(version, range, LOOSE)),
    ),
  order: ({ versions }) => versions.toSorted((a, b) => semver.rcompare(a, b, LOOSE)),
  request: ({ written }) => written.map(request),
  pick: ({ packuments }) => packuments.map(([packument, wanted]) => pick(packument, wanted)),
};

function request(written) {
  try {
    const spec = npa.resolve('any', written);
    const { name, type, fetchSpec } = spec.subSpec ?? spec;
    return { name, type, asked: fetchSpec };
  } catch {
    return null;
  }
}

function pick(packument, wanted) {
  try {
    return pickManifest(packument, wanted).version;
  } catch {
    return null;
  }
}

const { question, ...given } = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(questions[question](given)));
