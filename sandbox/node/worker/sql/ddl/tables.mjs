import { columnOf } from './columns.mjs';
import { place } from './quote.mjs';

/**
 * A table, and where it is there already, the columns that it has not yet.
 * @param {object} table what drizzle's `getTableConfig` gives
 */
export function tableOf(table) {
  const where = place(table.schema, table.name);
  const columns = table.columns.map(columnOf);
  return [
    `CREATE TABLE IF NOT EXISTS ${where} (${columns.join(', ')})`,
    ...columns.map((column) => `ALTER TABLE ${where} ADD COLUMN IF NOT EXISTS ${column}`),
  ];
}
