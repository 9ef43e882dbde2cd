import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import * as pg from 'drizzle-orm/pg-core';
import { MemoryKeeper } from './fixtures.mjs';
import { PrivateDatabase } from '../../dist/sql/sql.mjs';

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

test('what is written between calls is kept soon', async () => {
  const keeper = new MemoryKeeper();
  const database = new PrivateDatabase(keeper);
  database.declare({ notes });
  await write('a')(database.db);
  while (keeper.version === 0) await setTimeout(20);
  await database.close();
  await worker(keeper)(finds(['a']));
});

test('what fails to come up is tried again', async () => {
  const keeper = new MemoryKeeper();
  const load = keeper.load.bind(keeper);
  keeper.load = async () => {
    throw new Error('away');
  };
  const call = worker(keeper);
  await call(async (db) => {
    await assert.rejects(write('a')(db), (error) => /away/.test(error.cause.message));
    keeper.load = load;
    await write('b')(db);
  });
  await call(finds(['b']));
});

test('tables that cannot be made are named, and nothing of them is kept', async () => {
  const keeper = new MemoryKeeper();
  const place = pg.customType({ dataType: () => 'geography' });
  const places = pg.pgTable('places', { place: place('place') });
  const database = new PrivateDatabase(keeper);
  after(() => database.close());
  database.declare({ notes, places });
  database.begin();
  await assert.rejects(
    database.db.select().from(notes),
    (error) => /tables cannot be made: type "geography" does not exist/.test(error.cause.message),
  );
  await database.keep();
  assert.equal(keeper.version, 0);
});
