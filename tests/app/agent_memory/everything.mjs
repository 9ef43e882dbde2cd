/* Uses all of the runtime's database, and tells what came of it without what differs each time. */
const AGENT = '00000000-0000-0000-0000-00000000000a';
const [world, room, ann, bob] = [1, 2, 3, 4].map((n) => `00000000-0000-0000-0000-00000000000${n}`);

const ids = (list) => list.map((each) => each.id).sort();

async function people(db) {
  await db.createWorld({ id: world, name: 'World', agentId: AGENT });
  await db.updateWorld({ id: world, name: 'The world' });
  await db.createRooms([{ id: room, name: 'Room', worldId: world, type: 'DM', source: 'test' }]);
  await db.updateRoom({ id: room, name: 'The room' });
  await db.createEntities([
    { id: ann, names: ['Ann'], agentId: AGENT, metadata: { 'a.b': { $c: 1 } } },
    { id: bob, names: ['Bob'], agentId: AGENT },
  ]);
  await db.updateEntity({ id: bob, names: ['Bob', 'Rob'] });
  await db.addParticipantsRoom([ann, bob], room);
  await db.setParticipantUserState(room, ann, 'FOLLOWED');
  await db.addParticipantsRoom([ann], room);
  await db.createComponent({ id: AGENT, entityId: ann, type: 'mood', worldId: world, data: 1 });
  return {
    worlds: (await db.getAllWorlds()).filter((each) => each.id === world).map(({ name }) => name),
    world: (await db.getWorld(world)).name,
    nowhere: await db.getWorld(ann),
    rooms: (await db.getRoomsByIds([room, ann])).map(({ name, type }) => [name, type]),
    ofWorld: ids(await db.getRoomsByWorld(world)),
    entities: await db.getEntitiesByIds([bob, ann]),
    inRoom: ids(await db.getEntitiesForRoom(room)),
    withParts: (await db.getEntitiesForRoom(room, true)).map((each) => each.components.length).sort(),
    participants: (await db.getParticipantsForRoom(room)).sort(),
    isThere: [await db.isRoomParticipant(room, ann), await db.isRoomParticipant(room, world)],
    roomsOf: await db.getRoomsForParticipants([ann, bob]),
    follows: await db.getParticipantUserState(room, ann),
    place: (await db.getParticipantsForEntity(ann)).length,
    mood: (await db.getComponent(ann, 'mood')).data,
    noMood: await db.getComponent(bob, 'mood'),
    left: [await db.removeParticipant(bob, room), await db.removeParticipant(bob, room)],
  };
}

async function relationships(db) {
  const ends = { sourceEntityId: ann, targetEntityId: bob };
  await db.createRelationship({ ...ends, tags: ['friend'], metadata: { trust: 80 } });
  const found = await db.getRelationship(ends);
  await db.updateRelationship({ ...found, tags: ['friend', 'old'] });
  return {
    both: (await db.getRelationships({ entityId: bob, tags: ['old'] })).map((each) => each.tags),
    none: await db.getRelationships({ entityId: ann, tags: ['foe'] }),
    otherWay: await db.getRelationship({ sourceEntityId: bob, targetEntityId: ann }),
  };
}

const memory = (n, text, embedding, more) => ({
  id: `00000000-0000-0000-0000-0000000000${n}`,
  entityId: ann,
  roomId: room,
  worldId: world,
  agentId: AGENT,
  content: { text },
  embedding,
  createdAt: 1_700_000_000_000 + n,
  ...more,
});

async function memories(db) {
  await db.createMemory(memory(11, 'cats purr', [1, 0, 0.5]), 'facts', true);
  await db.createMemory(memory(12, 'dogs bark', [0, 1, 0]), 'facts');
  await db.createMemory(memory(13, 'hello', undefined, { entityId: bob }), 'messages');
  await db.updateMemory({ id: memory(12).id, content: { text: 'dogs bark loudly' } });
  const texts = (list) => list.map((each) => each.content.text);
  return {
    facts: texts(await db.getMemories({ tableName: 'facts', roomId: room })),
    unique: texts(await db.getMemories({ tableName: 'facts', unique: true })),
    second: texts(await db.getMemories({ tableName: 'facts', offset: 1, count: 1 })),
    early: texts(await db.getMemories({ tableName: 'facts', end: 1_700_000_000_011 })),
    ofBob: texts(await db.getMemories({ tableName: 'messages', entityId: bob })),
    byId: (await db.getMemoryById(memory(11).id)).embedding,
    byIds: texts(await db.getMemoriesByIds([memory(13).id, memory(11).id], 'facts')),
    ofRooms: texts(await db.getMemoriesByRoomIds({ tableName: 'facts', roomIds: [room], limit: 1 })),
    ofWorld: texts(await db.getMemoriesByWorldId({ worldId: world, tableName: 'messages' })),
    near: (
      await db.searchMemories({ tableName: 'facts', embedding: [0, 2, 0], match_threshold: 0.5 })
    ).map((each) => [each.content.text, each.similarity]),
    cached: await db.getCachedEmbeddings({
      query_table_name: 'facts',
      query_threshold: 2,
      query_input: 'cats pur',
      query_field_name: 'content',
      query_field_sub_name: 'text',
      query_match_count: 5,
    }),
    counts: [await db.countMemories(room, false, 'facts'), await db.countMemories(room, true)],
    gone: await remaining(db),
  };
}

async function remaining(db) {
  await db.deleteMemory(memory(11).id);
  await db.deleteAllMemories(room, 'messages');
  return [await db.getMemoryById(memory(11).id), await db.countMemories(room, false, 'messages')];
}

async function tasks(db) {
  const id = await db.createTask({ name: 'REMIND', roomId: room, tags: ['queue', 'daily'] });
  await db.updateTask(id, { metadata: { at: new Date(5) } });
  const found = {
    byTag: (await db.getTasks({ tags: ['queue'] })).length,
    byName: (await db.getTasksByName('REMIND')).map((task) => task.metadata.at),
    one: (await db.getTask(id)).name,
  };
  await db.deleteTask(id);
  return { ...found, gone: await db.getTask(id) };
}

async function logs(db) {
  const body = { runId: 'run', messageId: ann };
  await db.log({ entityId: ann, roomId: room, type: 'run_event', body: { ...body, status: 'started' } });
  await db.log({ entityId: ann, roomId: room, type: 'action', body });
  await db.log({ entityId: ann, roomId: room, type: 'run_event', body: { ...body, status: 'completed' } });
  const [newest] = await db.getLogs({ entityId: ann, type: 'run_event', count: 1 });
  const { runs, total } = await db.getAgentRunSummaries({ roomId: room });
  await db.deleteLog(newest.id);
  return {
    newest: [newest.body.status, newest.createdAt instanceof Date],
    runs: runs.map((run) => [run.runId, run.status, run.counts]),
    total,
    left: (await db.getLogs({ entityId: ann })).map((log) => log.type),
  };
}

export async function everything(db) {
  const told = {};
  for (const part of [people, relationships, memories, tasks, logs]) told[part.name] = await part(db);
  return told;
}
