import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import ASGIApp

from app.http.body_limit import BodyLimit
from tests.loopback import serve

LIMIT = 1024
SECONDS = 0.5


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 256


@pytest.fixture
async def client(echo: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serve(BodyLimit(echo, LIMIT, SECONDS)) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


async def test_a_body_of_the_limit_arrives_whole(client: httpx.AsyncClient) -> None:
    body = bytes(range(256)) * 4

    assert (await client.post("/", content=body)).content == body


async def test_a_declared_size_over_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/", content=b"x" * (LIMIT + 1))

    assert response.status_code == 413
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "REQUEST_TOO_LARGE"
    assert str(LIMIT) in error["message"]


async def test_chunks_without_a_declared_size_are_counted(client: httpx.AsyncClient) -> None:
    within = await client.post("/", content=chunks(4))
    beyond = await client.post("/", content=chunks(5))

    assert (within.status_code, len(within.content)) == (200, LIMIT)
    assert beyond.status_code == 413


async def test_a_body_that_does_not_come_is_not_waited_for(client: httpx.AsyncClient) -> None:
    async def never() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.sleep(SECONDS * 3)

    response = await client.post("/", content=never())

    assert response.status_code == 408
    assert response.json()["errors"][0]["extensions"]["code"] == "REQUEST_TIMED_OUT"


async def test_a_request_without_body_passes(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).status_code == 200
