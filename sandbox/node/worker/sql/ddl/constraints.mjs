import { expression, name, names, place } from './quote.mjs';

/**
 * The constraints of a table that are no part of a column.
 * @param {object} table what drizzle's `getTableConfig` gives
 * @param {Set<string>} known places of the tables that are here
 * @returns {{before: string[], after: string[]}} statements; `after` is once all tables are there
 */
export function constraintsOf(table, known) {
  const adding = (constraint, body) => addOnce(table, constraint, body);
  const keys = table.primaryKeys.map((key) =>
    adding(key.getName(), `PRIMARY KEY ${names(key.columns)}`),
  );
  const single = table.columns.filter((column) => column.isUnique);
  return {
    before: [
      ...keys,
      ...single.map((column) =>
        adding(column.uniqueName, unique([column], column.uniqueType === 'not distinct')),
      ),
      ...table.uniqueConstraints.map((each) =>
        adding(each.getName(), unique(each.columns, each.nullsNotDistinct)),
      ),
      ...table.checks.map((check) => adding(check.name, `CHECK (${expression(check.value)})`)),
    ],
    after: table.foreignKeys.flatMap((key) => foreignKey(key, known, adding)),
  };
}

const unique = (columns, nullsAreOne) =>
  `UNIQUE ${nullsAreOne ? 'NULLS NOT DISTINCT ' : ''}${names(columns)}`;

/** A table of elizaOS's own has its rows elsewhere: nothing here could refer to one. */
function foreignKey(key, known, adding) {
  const { columns, foreignTable, foreignColumns } = key.reference();
  const target = placeOf(foreignTable);
  if (!known.has(target)) return [];
  const body = [
    `FOREIGN KEY ${names(columns)} REFERENCES ${target} ${names(foreignColumns)}`,
    key.onDelete && `ON DELETE ${key.onDelete}`,
    key.onUpdate && `ON UPDATE ${key.onUpdate}`,
  ];
  return [adding(key.getName(), body.filter(Boolean).join(' '))];
}

const NAME = Symbol.for('drizzle:Name');
const SCHEMA = Symbol.for('drizzle:Schema');

/** Where a table is. */
export const placeOf = (table) => place(table[SCHEMA], table[NAME]);

/** Postgres has no `ADD CONSTRAINT IF NOT EXISTS`. */
const addOnce = (table, constraint, body) => `DO $once$ BEGIN
  ALTER TABLE ${place(table.schema, table.name)} ADD CONSTRAINT ${name(constraint)} ${body};
EXCEPTION WHEN duplicate_object OR duplicate_table OR invalid_table_definition THEN NULL;
END $once$`;
