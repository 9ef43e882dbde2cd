/**
 * run.mjs MODULE SCENARIO: calls what MODULE exports as SCENARIO with the JSON from standard
 * input, and prints as JSON what comes back.
 */
import { json } from "node:stream/consumers";

const [module, scenario] = process.argv.slice(2);
const { [scenario]: act } = await import(`./${module}.mjs`);
const seen = await act(await json(process.stdin));
process.stdout.write(JSON.stringify(seen));
