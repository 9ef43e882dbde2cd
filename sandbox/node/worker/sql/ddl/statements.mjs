import { is } from 'drizzle-orm';
import { getTableConfig, isPgEnum, isPgSequence, PgTable } from 'drizzle-orm/pg-core';
import { constraintsOf, placeOf } from './constraints.mjs';
import { indexesOf } from './indexes.mjs';
import { tableOf } from './tables.mjs';
import { enumOf, schemasOf, sequenceOf } from './types.mjs';

/**
 * The statements that make what a plugin's `schema` declares, where it is not there yet.
 * @param {Record<string, unknown>} schema drizzle's tables, enums and sequences, of whichever copy of
 *   drizzle; what else it holds (relations, types, helpers) needs no statement
 * @returns {string[]} in their order
 */
export function statementsOf(schema) {
  const declared = Object.values(schema);
  const drizzleTables = declared.filter((each) => is(each, PgTable));
  const tables = drizzleTables.map(getTableConfig);
  const enums = enumsOf(declared, tables);
  const sequences = declared.filter(isPgSequence);
  const known = new Set(drizzleTables.map(placeOf));
  const constraints = tables.map((table) => constraintsOf(table, known));
  return [
    ...schemasOf([...tables, ...enums, ...sequences]),
    ...enums.flatMap(enumOf),
    ...sequences.flatMap(sequenceOf),
    ...tables.flatMap(tableOf),
    ...constraints.flatMap(({ before }) => before),
    ...constraints.flatMap(({ after }) => after),
    ...tables.flatMap(indexesOf),
  ];
}

/** Also those enums that are not exported themselves. */
function enumsOf(declared, tables) {
  const columns = tables.flatMap((table) => table.columns);
  const used = columns.map((column) => (column.baseColumn ?? column).enum).filter(isPgEnum);
  return [...new Set([...declared.filter(isPgEnum), ...used])];
}
