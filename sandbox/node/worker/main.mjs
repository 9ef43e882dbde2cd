import { enableCompileCache } from 'node:module';
import { absentPackages } from '../loader/absent_packages.mjs';
import { freshModules } from '../loader/attempts.mjs';
import { redirectCore } from '../loader/core_redirect.mjs';
import { failingPackages } from '../loader/failing_packages.mjs';
import { failingValues } from '../loader/failing_values.mjs';
import { installLoader } from '../loader/hooks.mjs';
import { missingExports } from '../loader/missing_exports.mjs';
import { moduleFormat } from '../loader/module_format.mjs';
import { allowCommonJsInModules } from '../loader/module_scope.mjs';
import { hiddenModules } from '../loader/packages.mjs';
import { relativeFiles } from '../loader/relative_files.mjs';
import { answerLaunches } from './browser/launches.mjs';
import { Channel } from './channel.mjs';
import { hideWhatIsDenied } from './files.mjs';
import { typeScript } from '../loader/typescript.mjs';
import { captureLogs, printSynchronously } from './logging.mjs';
import { furnishMachine } from './machine.mjs';
import { routeNetwork } from './network/network.mjs';
import { origin } from './plugin.mjs';
import { Session } from './session.mjs';

/** Kept from before plugins run: they are refused an exit, the worker is not. */
const exit = process.reallyExit.bind(process);
let session = null;
const [fd, mostBytes] = process.argv.splice(2).map(Number);

enableCompileCache({ directory: new URL('cache', import.meta.url).pathname, portable: true });
const coreUrl = new URL('core.mjs', import.meta.url).href;
const core = await import(coreUrl);

const report = (kind, detail) => session?.refuse(kind, detail);

hideWhatIsDenied();
furnishMachine(report);
answerLaunches(report);
routeNetwork((detail) => report('network', detail));
printSynchronously();
allowCommonJsInModules();
installLoader([
  redirectCore(core, coreUrl, origin),
  failingPackages,
  relativeFiles,
  hiddenModules,
  absentPackages,
  freshModules,
  missingExports,
  typeScript,
  failingValues,
  moduleFormat,
]);

const channel = new Channel(
  fd,
  (message) => session.answer(message),
  () => exit(0),
);
session = new Session(core, channel, mostBytes);
captureLogs(core, (text) => session.log(text));
