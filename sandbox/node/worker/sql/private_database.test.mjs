import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as pg from 'drizzle-orm/pg-core';
import { MemoryKeeper } from './fixtures.mjs';
import { PrivateDatabase } from '../../dist/sql.mjs';

const notes = pg.pgTable('notes', { id: pg.serial('id').primaryKey(), text: pg.text('text') });

/** A database as a worker has it, whose calls read or write. */
function worker(keeper) {
  const database = new PrivateDatabase(keeper);
  database.declare({ notes });
  after(() => database.close());
  return async (use) => {
    database.begin();
    await use(database.db);
    await database.keep();
  };
}
const write = (text) => (db) => db.insert(notes).values({ text });
const finds = (expected) => async (db) =>
  assert.deepEqual((await db.select().from(notes).orderBy(notes.id)).map((row) => row.text), expected);

test('what one worker writes another finds, and a worker that reads keeps nothing', async () => {
  const keeper = new MemoryKeeper();
  const [one, two] = [worker(keeper), worker(keeper)];
  await one(finds([]));
  assert.equal(keeper.version, 0);
  await one(write('a'));
  assert.equal(keeper.version, 1);
  await two(finds(['a']));
  await two(write('b'));
  await one(finds(['a', 'b']));
  await one(write('c'));
  await two(finds(['a', 'b', 'c']));
  assert.equal(keeper.version, 3);
});

test('of two that write at once the later one fails, and goes on from the other', async () => {
  const keeper = new MemoryKeeper();
  const [one, two] = [worker(keeper), worker(keeper)];
  const late = one(async (db) => {
    await write('lost')(db);
    await two(write('kept'));
  });
  await assert.rejects(late, /DATABASE_CHANGED/);
  await one(finds(['kept']));
  await one(write('next'));
  await two(finds(['kept', 'next']));
});

test('a transaction that is rolled back leaves nothing', async () => {
  const call = worker(new MemoryKeeper());
  const failing = (db) =>
    db.transaction(async (at) => {
      await write('a')(at);
      throw new Error('enough');
    });
  await call((db) => assert.rejects(failing(db), /enough/));
  await call(finds([]));
});
