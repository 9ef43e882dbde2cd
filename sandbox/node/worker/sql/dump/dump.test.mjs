import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scratch } from '../fixtures.mjs';
import { dump, restore } from './dump.mjs';

const engine = await scratch();

const MADE = `
  CREATE SCHEMA "o'ther";
  CREATE TYPE mood AS ENUM ('calm', 'wild');
  CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
  CREATE TABLE authors (id serial PRIMARY KEY, name text NOT NULL UNIQUE, mood mood DEFAULT 'calm');
  CREATE TABLE "o'ther"."bo oks" (
    id int GENERATED ALWAYS AS IDENTITY, author int REFERENCES authors ON DELETE CASCADE,
    pages int CHECK (pages > 0), doubled int GENERATED ALWAYS AS (public.twice(pages)) STORED,
    data jsonb, raw bytea, at timestamptz, marks real[], meaning vector(2),
    dropped int);
  ALTER TABLE "o'ther"."bo oks" DROP COLUMN dropped;
  CREATE INDEX thick ON "o'ther"."bo oks" (pages DESC) WHERE pages > 5;
  CREATE INDEX near ON "o'ther"."bo oks" USING hnsw (meaning vector_cosine_ops);
  CREATE VIEW thin AS SELECT * FROM "o'ther"."bo oks" WHERE pages < 5;
  CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$;
  CREATE TRIGGER loud BEFORE UPDATE ON authors FOR EACH ROW EXECUTE FUNCTION shout();
  INSERT INTO authors (name) VALUES ('tab	and \\ and
line'), ('null is \\N');
  INSERT INTO "o'ther"."bo oks" (author, pages, data, raw, at, marks, meaning) VALUES
    (1, 3, 'null', '\\x00ff', '2026-01-31 12:00:00.123456+02', '{1.5,NaN,NULL}', '[1, 0.5]'),
    (NULL, 7, NULL, '', NULL, '{}', NULL)`;

const READ = [
  'SELECT *, mood::text FROM authors ORDER BY id',
  `SELECT *, at::text, data::text, marks::text FROM "o'ther"."bo oks" ORDER BY id`,
  'SELECT id FROM thin',
  'SELECT indexdef FROM pg_indexes WHERE schemaname !~ \'^pg_\' ORDER BY 1',
  `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text !~ '^pg_' ORDER BY 1`,
];
const read = async () => {
  const found = [];
  for (const query of READ) found.push((await engine.query(query)).rows);
  return found;
};

test('what was dumped comes back whole, and goes on from there', async () => {
  await engine.exec(MADE);
  const [before, dumped] = [await read(), await dump(engine)];
  await restore(engine, null);
  await assert.rejects(engine.query('SELECT * FROM authors'), /does not exist/);
  await restore(engine, dumped);
  assert.deepEqual(await read(), before);
  await engine.exec(`INSERT INTO authors (name) VALUES ('third'); UPDATE authors SET name = name`);
  await engine.exec(`INSERT INTO "o'ther"."bo oks" (pages) VALUES (1)`);
  const [authors, books] = await read();
  assert.deepEqual(authors.map(({ id }) => id), [1, 2, 3]);
  assert.equal(authors[2].name, 'THIRD');
  assert.deepEqual(books.map(({ id }) => id), [1, 2, 3]);
  await engine.exec('DELETE FROM authors');
  assert.equal((await read())[1].length, 2);
});

test('of what fails halfway nothing remains', async () => {
  await restore(engine, null);
  await engine.exec('CREATE TABLE kept (a int)');
  await assert.rejects(restore(engine, Buffer.from('no dump')));
  assert.deepEqual((await engine.query('SELECT * FROM kept')).rows, []);
});
