"""Denial of service by time, memory and connections."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.people import People
from tests.processes import descendants
from tests.security.conftest import LISTED, SLOW, Servers
from tests.serving import ServerProcess

MEBIBYTE = 1 << 20


@asynccontextmanager
async def hung_database(server: ServerProcess) -> AsyncIterator[None]:
    """A MongoDB that answers nothing within the block."""
    names = {pid: Path(f"/proc/{pid}/comm").read_text() for pid in descendants(server.pid)}
    (pid,) = (pid for pid, name in names.items() if name == "mongod\n")
    os.kill(pid, signal.SIGSTOP)
    try:
        while not stopped(pid):  # noqa: ASYNC110 - the kernel tells nobody
            await asyncio.sleep(0.01)
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def stopped(pid: int) -> bool:
    """Whether every thread of a process has come to a stop."""
    threads = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(thread.read_text().rpartition(")")[2].split()[0] == "T" for thread in threads)


async def test_a_query_that_takes_too_long_is_broken_off(servers: Servers) -> None:
    client = servers.listed.client()
    await client.data(SLOW)
    async with hung_database(servers.listed):
        begin = monotonic()
        slow, quick = await asyncio.gather(client.error_code(SLOW), client.answer(LISTED))
        assert slow == "OPERATION_TIMED_OUT"
        assert monotonic() - begin < 5
        assert quick["data"]
    await client.data(SLOW)
    await client.close()


async def test_a_body_has_a_largest_size(people: People) -> None:
    body = json.dumps({"query": "{ __typename }", "variables": {"x": "x" * 16 * MEBIBYTE}})
    headers = {"content-type": "application/json"}
    response = await people.stranger.http.post("/graphql", content=body, headers=headers)
    assert response.status_code == 413


async def test_a_body_nested_without_end_is_refused(people: People) -> None:
    body = b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 100_000
    headers = {"content-type": "application/json"}
    response = await people.stranger.http.post("/graphql", content=body, headers=headers)
    assert response.status_code == 400


async def test_a_message_has_a_largest_size(public: ServerProcess) -> None:
    address = f"{public.url.replace('http', 'ws', 1)}/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        await socket.send("x" * (MEBIBYTE + 1))
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 10)
        assert socket.close_code == 1009


async def test_one_caller_has_so_many_event_streams(people: People) -> None:
    reserved = [await people.customer.http.put("/graphql/stream") for _ in range(101)]
    assert {response.status_code for response in reserved[:100]} == {201}
    assert reserved[100].status_code == 429
    assert (await people.user.http.put("/graphql/stream")).status_code == 201
