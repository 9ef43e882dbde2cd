import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { sql } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { restore } from '../dump/dump.mjs';
import { scratch } from '../fixtures.mjs';
import { statementsOf } from './statements.mjs';

const engine = await scratch();
const db = drizzle(engine);
const make = (schema) => engine.exec(statementsOf(schema).join(';\n'));

beforeEach(() => restore(engine, null));

test('columns have the types, defaults and rules that are declared', async () => {
  const mood = pg.pgEnum('mood', ['calm', "wi'ld"]);
  const things = pg.pgTable('things', {
    id: pg.uuid('id').primaryKey().defaultRandom(),
    number: pg.serial('number'),
    name: pg.varchar('na"me', { length: 10 }).notNull().default("it's"),
    moods: mood('moods').array().default(["wi'ld"]),
    data: pg.jsonb('data').default({ a: ["'"] }),
    count: pg.bigint('count', { mode: 'bigint' }).default(2n ** 60n),
    born: pg.timestamp('born', { withTimezone: true }).default(sql`now()`).notNull(),
    day: pg.date('day', { mode: 'date' }).default(new Date('2026-01-02')),
    vague: pg.boolean('vague').default(false),
    made: pg.text('made').$defaultFn(() => 'by drizzle'),
    row: pg.integer('row').generatedAlwaysAsIdentity(),
    twice: pg.integer('twice').generatedAlwaysAs(sql`number * 2`),
    meaning: pg.vector('meaning', { dimensions: 2 }).default([1, 0.5]),
    amounts: pg.numeric('amounts', { precision: 8, scale: 2 }).array(),
  });
  await make({ mood, things });
  await db.insert(things).values({ amounts: ['1.50'] });
  const [row] = await db.select().from(things);
  const { id, born, ...rest } = row;
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.ok(Math.abs(born - Date.now()) < 60_000);
  assert.deepEqual(rest, {
    number: 1,
    name: "it's",
    moods: ["wi'ld"],
    data: { a: ["'"] },
    count: 2n ** 60n,
    day: new Date('2026-01-02'),
    vague: false,
    made: 'by drizzle',
    row: 1,
    twice: 2,
    meaning: [1, 0.5],
    amounts: ['1.50'],
  });
});

const author = pg.pgTable('authors', { id: pg.integer().primaryKey() });
const books = pg.pgTable(
  'books',
  {
    author: pg.integer().references(() => author.id, { onDelete: 'cascade' }),
    title: pg.text(),
    isbn: pg.text().unique(),
    pages: pg.integer(),
  },
  (table) => [
    pg.primaryKey({ columns: [table.author, table.title] }),
    pg.unique('shelf').on(table.title, table.pages),
    pg.check('thick', sql`${table.pages} > 10`),
    pg.index('by_pages').on(table.pages.desc(), sql`lower(${table.title})`).where(sql`pages > 20`),
    pg.uniqueIndex('one_title').on(table.title),
  ],
);

test('constraints hold', async () => {
  await make({ books, author });
  await db.insert(author).values([{ id: 1 }, { id: 2 }]);
  const book = { author: 1, title: 'A', isbn: 'x', pages: 100 };
  await db.insert(books).values(book);
  for (const [change, constraint] of [
    [{ author: 3, title: 'B', isbn: 'y' }, 'books_author_authors_id_fk'],
    [{ author: 2, isbn: 'y', pages: 3, title: 'B' }, 'thick'],
    [{ author: 2, title: 'B' }, 'books_isbn_unique'],
    [{ author: 2, isbn: 'y', pages: 50 }, 'one_title'],
    [{ isbn: 'y' }, 'books_author_title_pk'],
  ]) {
    const refused = db.insert(books).values({ ...book, ...change });
    await assert.rejects(refused, (error) => error.cause.constraint === constraint, constraint);
  }
  await db.delete(author);
  assert.deepEqual(await db.select().from(books), []);
});

test('indexes are made as declared', async () => {
  await make({ books, author });
  const { rows } = await engine.query(`SELECT indexdef FROM pg_indexes WHERE indexname = 'by_pages'`);
  assert.match(rows[0].indexdef, /btree \(pages DESC NULLS LAST, lower\(title\)\) WHERE/);
});

test('making it again changes nothing, and a later version adds what is new', async () => {
  await make({ books, author });
  await db.insert(author).values({ id: 1 });
  const name = pg.text('name').notNull().default('?');
  const later = pg.pgTable('authors', { id: pg.integer('id').primaryKey(), name });
  await make({ books, author });
  await make({ books, later });
  assert.deepEqual(await db.select().from(later), [{ id: 1, name: '?' }]);
});

test('an enum that has grown takes its new values', async () => {
  await make({ mood: pg.pgEnum('mood', ['calm']) });
  const mood = pg.pgEnum('mood', ['calm', 'wild']);
  const days = pg.pgTable('days', { mood: mood() });
  await make({ days });
  await db.insert(days).values({ mood: 'wild' });
});

test('a schema of its own, and a reference to a table of elizaOS itself', async () => {
  const elsewhere = pg.pgTable('agents', { id: pg.uuid().primaryKey() });
  const own = pg.pgSchema('my_plugin');
  const step = own.enum('step', ['one']);
  const notes = own.table('notes', { agent: pg.uuid().references(() => elsewhere.id), step: step() });
  const counter = own.sequence('counter', { startWith: 7 });
  await make({ notes, counter, helper: () => 1, text: 'none', nothing: null });
  const agent = crypto.randomUUID();
  await db.insert(notes).values({ agent, step: 'one' });
  assert.deepEqual(await db.select().from(notes), [{ agent, step: 'one' }]);
  assert.equal((await engine.query(`SELECT nextval('my_plugin.counter') AS next`)).rows[0].next, 7);
});
