"""What a group may execute, counted by all servers together."""

import asyncio
import re
from contextlib import AsyncExitStack

import pytest

from app.database import Database
from app.errors import QuotaExceeded, RateLimited
from app.execution.quota import Quota
from app.identifiers import Kind, new_id
from app.ontology.group import Group, Plan
from app.settings import Settings

SMALL = Settings(executions_per_minute=5, free_executions_per_day=3, pro_executions_per_day=4)
CALLS = 200


def group(plan: Plan) -> Group:
    return Group(slug="quota", name="Quota", plan=plan)


async def keep(quota: Quota, of: Group, instance: str) -> None:
    """Count one execution that is run."""
    async with AsyncExitStack() as refund:
        await quota.take(of, instance, refund)
        refund.pop_all()


async def refused(quotas: list[Quota], of: Group) -> list[str]:
    """The codes of what was refused of many at once, asked of several servers."""
    instance = new_id(Kind.THING)
    answers = await asyncio.gather(
        *(keep(quotas[call % len(quotas)], of, instance) for call in range(CALLS)),
        return_exceptions=True,
    )
    return [answer.code for answer in answers if isinstance(answer, RateLimited | QuotaExceeded)]


async def until_refused(quota: Quota, of: Group) -> int:
    """How many more the day of a group allows."""
    for count in range(CALLS):
        try:
            await keep(quota, of, new_id(Kind.THING))
        except QuotaExceeded:
            return count
    raise AssertionError("the day has no end")


@pytest.fixture
def quotas(database: Database) -> list[Quota]:
    return [Quota(database, SMALL), Quota(database, SMALL)]


async def test_of_many_at_once_the_instance_runs_exactly_the_limit(quotas: list[Quota]) -> None:
    assert await refused(quotas, group(Plan.ENTERPRISE)) == ["RATE_LIMITED"] * (CALLS - 5)


@pytest.mark.parametrize(("plan", "limit"), [(Plan.FREE, 3), (Plan.PRO, 4)])
async def test_of_many_at_once_the_group_runs_no_more_than_its_plan(
    quotas: list[Quota], plan: Plan, limit: int
) -> None:
    of = group(plan)

    at_once = CALLS - len(await refused(quotas, of))
    # Some may have held a place for a moment, and given it back: it is still there.
    assert at_once + await until_refused(quotas[0], of) == limit


async def test_a_used_up_day_says_when_it_ends(quotas: list[Quota]) -> None:
    of = group(Plan.FREE)
    await until_refused(quotas[0], of)

    with pytest.raises(QuotaExceeded) as refusal:
        await keep(quotas[1], of, new_id(Kind.THING))

    assert re.search(r"midnight UTC, in \d+ s", refusal.value.hint or "")


async def test_the_refusal_says_when_the_next_one_is_possible(quotas: list[Quota]) -> None:
    instance = new_id(Kind.THING)
    for _ in range(5):
        await keep(quotas[0], group(Plan.ENTERPRISE), instance)

    with pytest.raises(RateLimited) as refusal:
        await keep(quotas[1], group(Plan.ENTERPRISE), instance)

    assert refusal.value.retry_after in range(55, 61)
    assert f"Wait {refusal.value.retry_after} s" in (refusal.value.hint or "")
    assert refusal.value.extensions["retryAfter"] == refusal.value.retry_after


async def test_what_the_day_refuses_does_not_count_for_the_minute(quotas: list[Quota]) -> None:
    of, instance = group(Plan.FREE), new_id(Kind.THING)
    for _ in range(3):
        await keep(quotas[0], of, instance)
    for _ in range(4):
        with pytest.raises(QuotaExceeded):
            await keep(quotas[0], of, instance)

    for _ in range(2):
        await keep(quotas[0], group(Plan.ENTERPRISE), instance)
    with pytest.raises(RateLimited):
        await keep(quotas[0], group(Plan.ENTERPRISE), instance)


async def test_a_plan_that_grows_goes_on_with_what_was_used(quotas: list[Quota]) -> None:
    of = group(Plan.FREE)
    for _ in range(3):
        await keep(quotas[0], of, new_id(Kind.THING))
    of.plan = Plan.PRO

    await keep(quotas[0], of, new_id(Kind.THING))
    with pytest.raises(QuotaExceeded):
        await keep(quotas[0], of, new_id(Kind.THING))
