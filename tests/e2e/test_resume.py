"""Subscriptions resume from any cursor: exactly the rest, once."""

import asyncio
from contextlib import suppress

import pytest

from app.pagination import encode_cursor
from tests.e2e.conftest import NAMES
from tests.e2e.plugins import executed, progress, status
from tests.e2e.synced import SYNC
from tests.e2e.test_lifecycle import change
from tests.people import People
from tests.serving import GraphQLClient, Json, SubscriptionFailed

EVENTS = """
    subscription ($group: ID!, $after: String, $type: [String!], $target: ID) {
      events(group: $group, after: $after, type: $type, target: $target) {
        cursor event { id type target { id } group { slug } actor { id } }
      }
    }"""


async def take(client: GraphQLClient, count: int, **variables: Json) -> list[Json]:
    """So many updates of ``events``, and not one more within a moment."""
    async with client.subscribe(EVENTS, **variables) as updates, asyncio.timeout(20):
        taken = [(await anext(updates))["events"] for _ in range(count)]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(updates), 0.3)
    return taken


async def test_an_install_from_each_of_its_cursors(people: People, starter: str) -> None:
    reports = await progress(people.owner, starter)
    chosen = {0, len(reports) // 2, len(reports) - 2, len(reports) - 1}
    for position in chosen:
        rest = await progress(people.owner, starter, after=reports[position]["cursor"])
        assert rest == reports[position + 1 :]


async def test_an_execution_from_each_of_its_cursors(people: People, starter: str) -> None:
    execution = await executed(people.user, starter, "HELLO_WORLD")
    updates = await status(people.user, execution["id"])
    for position, update in enumerate(updates):
        rest = await status(people.user, execution["id"], after=update["cursor"])
        assert rest == updates[position + 1 :]


async def position(client: GraphQLClient, group: str, instance: str) -> str:
    """The cursor of what has just happened; heard live, as `events` starts now."""
    for pause in (0.3, 1, 3, 9):  # until the subscription is open, which nothing tells
        async with client.subscribe(EVENTS, group=group) as updates:
            await asyncio.sleep(pause)
            execution = await executed(client, instance, "HELLO_WORLD")
            with suppress(TimeoutError):
                update = (await asyncio.wait_for(anext(updates), 2))["events"]
                assert update["event"]["target"]["id"] == execution["id"]
                cursor: str = update["cursor"]
                return cursor
    raise AssertionError("no event was heard")


async def test_events_from_a_cursor_are_what_followed_it_and_then_what_comes(
    people: People, group: str, starter: str
) -> None:
    start = await position(people.user, group, starter)
    made = [(await executed(people.user, starter, "HELLO_WORLD"))["id"] for _ in range(3)]
    seen = await take(people.user, 3, group=group, after=start)
    assert [update["event"]["target"]["id"] for update in seen] == made
    assert await take(people.user, 2, group=group, after=seen[0]["cursor"]) == seen[1:]

    after = seen[-1]["cursor"]
    async with people.user.subscribe(EVENTS, group=group, after=after) as updates:
        execution = await executed(people.user, starter, "HELLO_WORLD")
        update = (await asyncio.wait_for(anext(updates), 20))["events"]
    assert update["event"]["type"] == "plugin_action_executed"
    assert update["event"]["target"]["id"] == execution["id"]
    assert update["event"]["group"]["slug"] == "demo"


async def test_events_can_be_narrowed_to_a_type_and_a_target(
    people: People, group: str, starter: str
) -> None:
    start = await position(people.user, group, starter)
    await executed(people.user, starter, "HELLO_WORLD")
    await change(people.owner, "activatePlugin", starter)
    await people.owner.data(
        "mutation ($i: ID!) { configurePlugin(input: {instance: $i}) { __typename } }", i=starter
    )
    narrow = {"group": group, "after": start, "target": starter}
    (update,) = await take(people.user, 1, **narrow, type=["plugin_configured"])
    assert update["event"]["type"] == "plugin_configured"
    assert update["event"]["target"]["id"] == starter
    assert len(await take(people.user, 2, **narrow)) == 2


async def test_another_group_hears_nothing_of_it(
    people: People, other_group: str, starter: str
) -> None:
    async with people.other_owner.subscribe(EVENTS, group=other_group) as updates:
        await asyncio.sleep(0.3)
        await executed(people.user, starter, "HELLO_WORLD")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(updates), 0.5)


async def test_a_cursor_of_one_group_shows_another_only_its_own(
    people: People, group: str, other_group: str, starter: str
) -> None:
    foreign = await position(people.user, group, starter)
    await executed(people.user, starter, "HELLO_WORLD")
    assert await take(people.other_owner, 0, group=other_group, after=foreign) == []


@pytest.mark.parametrize(
    ("cursor", "code"),
    [
        ("garbage", "INVALID_INPUT"),
        ("é", "INVALID_INPUT"),
        ("", "INVALID_INPUT"),
        (encode_cursor([2**80, "x"]), "INVALID_INPUT"),
        (encode_cursor(["00"]), "CURSOR_EXPIRED"),
        (encode_cursor([0, "execution_000000000000000000000000"]), "CURSOR_EXPIRED"),
    ],
)
async def test_a_cursor_from_nowhere_is_refused(
    people: People, group: str, starter: str, cursor: str, code: str
) -> None:
    with pytest.raises(SubscriptionFailed) as failure:
        await people.user.all_updates(EVENTS, group=group, after=cursor)
    assert (failure.value.code, bool(failure.value.hint)) == (code, True)
    with pytest.raises(SubscriptionFailed) as failure:
        await progress(people.user, starter, after=cursor)
    assert failure.value.code in (code, "INVALID_INPUT")


async def test_a_position_that_was_never_reached_is_refused(people: People, starter: str) -> None:
    execution = (await executed(people.user, starter, "HELLO_WORLD"))["id"]
    for beyond in (99, -7):
        with pytest.raises(SubscriptionFailed) as failure:
            await status(people.user, execution, after=encode_cursor([beyond, execution]))
        assert failure.value.code == "CURSOR_EXPIRED"


async def test_anybody_can_follow_the_reading_of_the_registry(people: People) -> None:
    reports = [update["syncProgress"] for update in await people.stranger.all_updates(SYNC)]
    assert reports[0]["done"] == 0
    assert [report["done"] for report in reports] == sorted(report["done"] for report in reports)
    assert reports[-1]["done"] == reports[-1]["total"] == len(NAMES)
    assert "1 not on the registry" in reports[-1]["message"]
