"""Executions of groups that share an executor."""

from datetime import timedelta

import pytest

from app.catalog.capability import CapabilityKind
from app.database import Database
from app.execution.claims import Claims
from app.execution.execution import Execution
from app.execution.repository import ExecutionRepository
from app.identifiers import Kind, new_id
from app.packed import pack
from app.residence.residents import Residents

LEASE = timedelta(minutes=1)
FLOOD, QUIET, OTHER = (new_id(Kind.GROUP) for _ in range(3))


@pytest.fixture
async def executions(database: Database) -> ExecutionRepository:
    await database.collection(Execution).delete_many({})
    return ExecutionRepository(database)


async def ask(executions: ExecutionRepository, group: str, count: int, priority: int = 0) -> None:
    for _ in range(count):
        execution = Execution(
            group=group,
            instance=new_id(Kind.THING),
            plugin="p",
            requested_by=new_id(Kind.PERSON),
            capability=CapabilityKind.ACTION,
            name="A",
            params=pack({}),
            timeout_ms=1,
            priority=priority,
        )
        await executions.insert(execution)


async def take(claims: Claims, count: int) -> list[Execution]:
    taken = [await claims.take("here", LEASE) for _ in range(count)]
    return [each for each in taken if each is not None]


async def test_a_group_that_floods_the_queue_gets_what_nobody_else_asks_for(
    executions: ExecutionRepository,
) -> None:
    claims = Claims(executions, Residents())
    await ask(executions, FLOOD, 30, priority=5)
    assert len(await take(claims, 4)) == 4
    await ask(executions, QUIET, 2)
    await ask(executions, OTHER, 1)
    groups = [each.group for each in await take(claims, 4)]
    assert sorted(groups[:2]) == sorted([QUIET, OTHER])
    assert groups[2:] == [QUIET, FLOOD]


async def test_what_has_ended_counts_no_longer(executions: ExecutionRepository) -> None:
    claims = Claims(executions, Residents())
    await ask(executions, FLOOD, 3)
    first = await take(claims, 2)
    await ask(executions, QUIET, 3)
    assert {each.group for each in await take(claims, 2)} == {QUIET}
    for each in first:
        claims.end(each.id)
    assert [each.group for each in await take(claims, 1)] == [FLOOD]


async def test_groups_take_turns_where_one_runs_at_a_time(
    executions: ExecutionRepository,
) -> None:
    claims = Claims(executions, Residents())
    await ask(executions, FLOOD, 4, priority=5)
    await ask(executions, QUIET, 2)
    groups = []
    for _ in range(6):
        (taken,) = await take(claims, 1)
        claims.end(taken.id)
        groups.append(taken.group)
    assert groups[:4].count(QUIET) == 2
    assert groups[4:] == [FLOOD, FLOOD]
    assert await claims.take("here", LEASE) is None


async def test_a_groups_own_go_by_priority_and_age(executions: ExecutionRepository) -> None:
    for priority in (0, 5, 0):
        await ask(executions, QUIET, 1, priority)
    taken = await take(Claims(executions, Residents()), 3)
    assert [each.priority for each in taken] == [5, 0, 0]
    assert taken[1].id < taken[2].id


async def test_long_queues_of_others_are_not_read(executions: ExecutionRepository) -> None:
    await ask(executions, FLOOD, 50)
    await ask(executions, QUIET, 1)
    waiting = {"queue": "waiting", "group": QUIET}
    found = executions.collection.find(waiting).sort([("priority", -1), ("_id", 1)])
    plan = await found.explain()
    assert plan["executionStats"]["totalDocsExamined"] == 1
    assert sorted(await executions.waiting_groups({})) == sorted([FLOOD, QUIET])
