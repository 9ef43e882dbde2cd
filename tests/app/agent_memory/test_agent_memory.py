"""elizaOS's database as parts of the graph."""

import pytest

from app.database import Database
from app.ontology.event_type import EventType
from app.ontology.repositories import (
    ConnectionRepository,
    EventRepository,
    KnowledgeRepository,
    ThingRepository,
)
from sandbox.errors import CallFailed
from sandbox.grants.permission import Permission
from sandbox.pool.pool import WorkerPool
from tests.app.agent_memory.conftest import Agent

BOB = "00000000-0000-0000-0000-000000000004"


async def test_what_the_host_keeps_answers_as_what_the_worker_keeps(
    pool: WorkerPool, agent: Agent
) -> None:
    in_worker = await agent.run(pool, "return everything(db)", frozenset())
    in_graph = await agent.run(pool, "return everything(db)")
    assert in_graph == in_worker
    assert isinstance(in_graph, dict)
    assert in_graph["memories"]["near"] == [["dogs bark loudly", 1]]


async def test_it_outlives_the_worker(pool: WorkerPool, agent: Agent) -> None:
    await agent.run(pool, "return everything(db)")
    body = f"""
        const facts = await db.getMemories({{ tableName: 'facts' }});
        const [bob] = await db.getEntitiesByIds(['{BOB}']);
        return [facts.length, bob.names];
    """
    assert await agent.run(pool, body) == [1, ["Bob", "Rob"]]


async def test_without_the_permission_nothing_is_kept(
    pool: WorkerPool, agent: Agent, database: Database
) -> None:
    await agent.run(pool, "return everything(db)", frozenset({Permission.MEMORY_READ}))
    assert await ThingRepository(database).find({"group": agent.group}) == []


async def test_another_agent_knows_nothing_of_it(
    pool: WorkerPool, agent: Agent, database: Database
) -> None:
    await agent.run(pool, "return everything(db)")
    things = await ThingRepository(database).find({"group": agent.group})
    assert {thing.properties["agent"] for thing in things} == {agent.id}


async def test_it_is_things_connections_events_and_knowledge(
    pool: WorkerPool, agent: Agent, database: Database
) -> None:
    await agent.run(pool, "return everything(db)")
    of_group = {"group": agent.group}
    things = await ThingRepository(database).find(of_group)
    links = await ConnectionRepository(database).find(of_group)
    knowledge = await KnowledgeRepository(database).find(of_group)
    steps = await EventRepository(database).find(of_group | {"type": EventType.AGENT_STEP})
    names = {(thing.type, thing.name) for thing in things}
    assert {
        ("agent_contact", "Bob"),
        ("agent_room", "The room"),
        ("agent_world", "The world"),
    } <= names
    by_id = {thing.id: thing.name for thing in things}
    named = {(link.type, by_id[link.source], by_id[link.target], link.strength) for link in links}
    assert ("agent_participates_in", "Ann", "The room", None) in named
    assert ("agent_relates_to", "Ann", "Bob", 0.8) in named
    assert [(each.type, each.text, each.labels) for each in knowledge] == [
        ("memory", "dogs bark loudly", ["facts"])
    ]
    assert {step.actor for step in steps} == {agent.id}
    assert [step.metadata["runId"] for step in steps] == ["run"] * 3


async def test_every_change_is_an_event(pool: WorkerPool, agent: Agent, database: Database) -> None:
    await agent.run(pool, "await db.createTask({ name: 'A' })")
    [task] = await ThingRepository(database).find({"group": agent.group, "type": "agent_task"})
    [event] = await EventRepository(database).find({"target": task.id})
    assert (event.type, event.actor) == (EventType.ENTITY_CREATED, agent.id)
    assert event.metadata["instance"] == agent.instance


async def test_steps_stay_as_events_when_the_log_forgets_them(
    pool: WorkerPool, agent: Agent, database: Database
) -> None:
    body = """
        await db.log({ entityId: db.id, type: 'action', body: { said: 'x' } });
        const [row] = await db.getLogs({});
        await db.deleteLog(row.id);
        return (await db.getLogs({})).length;
    """
    assert await agent.run(pool, body) == 0
    query = {"group": agent.group, "type": EventType.AGENT_STEP}
    assert len(await EventRepository(database).find(query)) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "await db.createMemory({ content: { text: 'x'.repeat(1100000) } }, 'facts')",
            "STORAGE|takes",
        ),
        ("await db.createEntities([{ id: 'a'.repeat(600), names: [] }])", "does not take this"),
        ("await db.createWorld({ id: 'a\\0b', name: 'x' })", "no character NUL"),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_nothing_changed(
    pool: WorkerPool, agent: Agent, database: Database, body: str, reason: str
) -> None:
    with pytest.raises(CallFailed, match=reason):
        await agent.run(pool, body)
    kept = await ThingRepository(database).find({"group": agent.group})
    assert {thing.properties["agent"] for thing in kept} == {agent.id}
    assert await KnowledgeRepository(database).find({"group": agent.group}) == []


async def test_those_who_meet_the_same_person_at_once_make_one_of_them(
    pool: WorkerPool, agent: Agent, database: Database
) -> None:
    body = """
        const ann = { id: 'ann', names: ['Ann'] };
        const meet = async () => {
            await db.addParticipantsRoom(['ann'], 'hall');
            await db.createEntities([ann]);
        };
        await Promise.all(Array.from({ length: 8 }, meet));
        return db.getEntitiesForRoom('hall');
    """
    assert await agent.run(pool, body) == [{"id": "ann", "names": ["Ann"]}]
    met = {"group": agent.group, "type": "agent_contact", "name": "Ann"}
    assert len(await ThingRepository(database).find(met)) == 1


async def test_a_call_logs_a_thousand_steps_at_most(pool: WorkerPool, agent: Agent) -> None:
    body = """
        const step = { entityId: 'e', type: 'action', body: {} };
        for (let n = 0; n < 1001; n++) await db.log(step);
    """
    with pytest.raises(CallFailed, match="1000 steps at most"):
        await agent.run(pool, body)


async def test_many_are_kept_and_found_in_parts(pool: WorkerPool, agent: Agent) -> None:
    body = """
        const many = Array.from({ length: 1201 }, (_, n) => ({ id: `p${n}`, names: [`P${n}`] }));
        await db.createEntities(many);
        const found = await db.getEntitiesByIds(many.map(({ id }) => id));
        return [found.length, found[1200].names[0]];
    """
    assert await agent.run(pool, body) == [1201, "P1200"]
