import { is, SQL } from 'drizzle-orm';
import { PgArray } from 'drizzle-orm/pg-core';
import { expression, literal, name, place } from './quote.mjs';

/**
 * A column as `CREATE TABLE` and `ADD COLUMN` take it.
 * @param {import('drizzle-orm/pg-core').PgColumn} column
 */
export const columnOf = (column) =>
  [name(column.name), typeOf(column), ...traitsOf(column)].filter(Boolean).join(' ');

function typeOf(column) {
  if (is(column, PgArray)) return `${typeOf(column.baseColumn)}[${column.size ?? ''}]`;
  const { enumName, schema } = column.enum ?? {};
  return enumName ? place(schema, enumName) : column.getSQLType();
}

const traitsOf = (column) => [
  generatedOf(column.generated),
  identityOf(column.generatedIdentity),
  defaultOf(column),
  column.notNull && 'NOT NULL',
  column.primary && 'PRIMARY KEY',
];

function generatedOf(generated) {
  if (!generated) return null;
  const as = typeof generated.as === 'function' ? generated.as() : generated.as;
  return `GENERATED ALWAYS AS (${is(as, SQL) ? expression(as) : as}) STORED`;
}

const identityOf = (identity) =>
  identity && `GENERATED ${identity.type === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`;

/** Defaults that a function makes are made by drizzle, row by row. */
function defaultOf(column) {
  const value = column.default;
  if (value === undefined || column.generated) return null;
  const isPlain = value !== null && !is(value, SQL);
  return `DEFAULT ${literal(isPlain ? column.mapToDriverValue(value) : value)}`;
}
