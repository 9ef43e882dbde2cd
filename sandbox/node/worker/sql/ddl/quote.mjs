import { PgDialect } from 'drizzle-orm/pg-core';
import { is, SQL } from 'drizzle-orm';

const dialect = new PgDialect();

/** A name as SQL writes it. */
export const name = (text) => `"${String(text).replaceAll('"', '""')}"`;

/** Where something is: its name within its schema. */
export const place = (schema, text) => `${name(schema ?? 'public')}.${name(text)}`;

/** A list of columns, in brackets. */
export const names = (columns) => `(${columns.map((column) => name(column.name)).join(', ')})`;

/** A text as SQL writes it, wherever a value may stand. */
export const text = (value) => `'${String(value).replaceAll("'", "''")}'`;

/** An expression of drizzle's, its parameters written into it. */
export const expression = (value) => dialect.sqlToQuery(value.inlineParams()).sql;

/** A value, or the expression for one. */
export function literal(value) {
  if (is(value, SQL)) return expression(value);
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return String(value);
  return text(typeof value === 'object' ? JSON.stringify(value) : value);
}
