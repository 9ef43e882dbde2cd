import { name, place, text } from './quote.mjs';

/** The Postgres schemas that something is in. */
export const schemasOf = (things) =>
  [...new Set(things.map((thing) => thing.schema).filter(Boolean))].map(
    (schema) => `CREATE SCHEMA IF NOT EXISTS ${name(schema)}`,
  );

/** An enum, and where it is there already, the values that it has not yet. */
export function enumOf({ schema, enumName, enumValues }) {
  const where = place(schema, enumName);
  const values = enumValues.map(text);
  const created = `DO $once$ BEGIN CREATE TYPE ${where} AS ENUM (${values.join(', ')});
EXCEPTION WHEN duplicate_object THEN NULL; END $once$`;
  const added = values.map((value) => `ALTER TYPE ${where} ADD VALUE IF NOT EXISTS ${value}`);
  return [created, ...added];
}

const OPTIONS = [
  ['increment', 'INCREMENT BY'],
  ['minValue', 'MINVALUE'],
  ['maxValue', 'MAXVALUE'],
  ['startWith', 'START WITH'],
  ['cache', 'CACHE'],
];

/** A sequence that no column owns. */
export function sequenceOf({ schema, seqName, seqOptions = {} }) {
  const given = OPTIONS.filter(([key]) => seqOptions[key] !== undefined);
  const options = given.map(([key, words]) => `${words} ${seqOptions[key]}`);
  if (seqOptions.cycle) options.push('CYCLE');
  return [['CREATE SEQUENCE IF NOT EXISTS', place(schema, seqName), ...options].join(' ')];
}
