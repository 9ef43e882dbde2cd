import { is, SQL } from 'drizzle-orm';
import { expression, name, place } from './quote.mjs';

/** The indexes of a table. @param {object} table what drizzle's `getTableConfig` gives */
export const indexesOf = (table) => table.indexes.map(({ config }) => indexOf(table, config));

function indexOf(table, { name: given, columns, unique, method, where, with: options }) {
  const called = given ?? [table.name, ...columns.map((column) => column.name), 'index'].join('_');
  const parts = [
    unique ? 'CREATE UNIQUE INDEX IF NOT EXISTS' : 'CREATE INDEX IF NOT EXISTS',
    `${name(called)} ON ${place(table.schema, table.name)}`,
    method && `USING ${method}`,
    `(${columns.map(keyOf).join(', ')})`,
    optionsOf(options),
    where && `WHERE ${expression(where)}`,
  ];
  return parts.filter(Boolean).join(' ');
}

function keyOf(column) {
  if (is(column, SQL)) return `(${expression(column)})`;
  const { order, nulls, opClass } = column.indexConfig ?? {};
  return [name(column.name), opClass, order, nulls && `NULLS ${nulls}`].filter(Boolean).join(' ');
}

function optionsOf(options) {
  const given = Object.entries(options ?? {}).map(([key, value]) => `${name(key)} = ${value}`);
  return given.length ? `WITH (${given.join(', ')})` : null;
}
