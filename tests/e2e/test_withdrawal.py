"""Live subscriptions end with the rights that they were allowed by."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic

import pytest
from websockets.exceptions import ConnectionClosed

from tests.e2e.writing import MEMBERSHIP, Tenant, write
from tests.serving import GraphQLClient, Json, ServerProcess, SubscriptionFailed

EVENTS = "subscription ($g: ID!) { events(group: $g) { event { type } } }"
WITHIN = 1.0  # second
WITHDRAWALS = {"removePerson": {}, "changeRole": {"role": "CUSTOMER"}}
CODES = {"removePerson": "NOT_FOUND", "changeRole": "NOT_ALLOWED"}


@asynccontextmanager
async def joined(
    server: ServerProcess, tenant: Tenant, lifetime: timedelta = timedelta(hours=1)
) -> AsyncIterator[tuple[GraphQLClient, str]]:
    """A new member's client, and the id of the membership."""
    given = {"group": tenant.id, "role": "ORG_USER", "email": f"{monotonic()}@example.org"}
    membership = (await write(tenant.owner, "invitePerson", MEMBERSHIP, **given))["membership"]
    client = server.client(server.token_for(membership["person"]["id"], lifetime))
    yield client, membership["id"]
    await client.close()


async def until_seen(tenant: Tenant, updates: AsyncIterator[Json]) -> None:
    """Wait until the subscription delivers what happens."""
    update = asyncio.ensure_future(anext(updates))
    while not update.done():
        await write(tenant.owner, "createThing", group=tenant.id, type="report", name="news")
        await asyncio.wait([update], timeout=0.1)
    await update


async def to_the_end(updates: AsyncIterator[Json]) -> None:
    async with asyncio.timeout(10):
        async for _update in updates:
            pass


@pytest.mark.parametrize("mutation", WITHDRAWALS)
async def test_a_socket_s_subscription_ends_within_a_second(
    server: ServerProcess, tenant: Tenant, mutation: str
) -> None:
    async with (
        joined(server, tenant) as (client, membership),
        client.subscribe(EVENTS, g=tenant.id) as updates,
        tenant.owner.subscribe(EVENTS, g=tenant.id) as neighbours,
    ):
        await until_seen(tenant, updates)
        await write(tenant.owner, mutation, membership=membership, **WITHDRAWALS[mutation])
        started = monotonic()
        with pytest.raises(SubscriptionFailed) as failure:
            await to_the_end(updates)
        assert monotonic() - started < WITHIN
        assert failure.value.code == CODES[mutation]
        await until_seen(tenant, neighbours)


async def test_an_event_stream_ends_within_a_second(server: ServerProcess, tenant: Tenant) -> None:
    body = {"query": EVENTS, "variables": {"g": tenant.id}}
    accept = {"accept": "text/event-stream"}
    async with (
        joined(server, tenant) as (client, membership),
        client.http.stream("POST", "/graphql", json=body, headers=accept) as stream,
    ):
        lines = stream.aiter_lines()
        heard = asyncio.create_task(until_line(lines, "data:", "entity_created"))
        while not heard.done():
            await write(tenant.owner, "createThing", group=tenant.id, type="report", name="news")
            await asyncio.wait([heard], timeout=0.1)
        await write(tenant.owner, "removePerson", membership=membership)
        async with asyncio.timeout(WITHIN):
            assert "NOT_FOUND" in await until_line(lines, "data:", "errors")
            await until_line(lines, "event: complete", "")


async def until_line(lines: AsyncIterator[str], start: str, part: str) -> str:
    async for line in lines:
        if line.startswith(start) and part in line:
            return line
    raise AssertionError(f"the stream ended before {start} {part}")


async def test_a_subscription_ends_with_its_token(server: ServerProcess, tenant: Tenant) -> None:
    lifetime = timedelta(seconds=2)
    async with (
        joined(server, tenant, lifetime) as (client, _),
        client.subscribe(EVENTS, g=tenant.id) as updates,
    ):
        await until_seen(tenant, updates)
        started = monotonic()
        with pytest.raises((SubscriptionFailed, ConnectionClosed)):
            await to_the_end(updates)
        assert monotonic() - started < lifetime.total_seconds() + WITHIN
