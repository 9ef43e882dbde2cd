"""One record for each request, without what may be secret."""

import logging

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.asyncio.client import connect

from app.http.access_log import AccessLog
from tests.loopback import serve

LOGGER = "app.http.access_log"


@pytest.fixture(autouse=True)
def info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, LOGGER)


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == LOGGER]


async def test_the_query_string_is_not_told(
    echo: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(AccessLog(echo)) as port, httpx.AsyncClient() as client:
        await client.get(f"http://127.0.0.1:{port}/?token=hunter2")
        await client.get(f"http://127.0.0.1:{port}/no%0Away%20here")

    assert messages(caplog) == ["GET / 200", "GET /no%0Away%20here 404"]
    assert "hunter2" not in str([vars(record) for record in caplog.records])


async def test_a_socket_is_told_once_without_its_query_string(
    echo: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(AccessLog(echo)) as port:
        socket = await connect(f"ws://127.0.0.1:{port}/?token=hunter2")
        assert await socket.recv() == "welcome"
        await socket.wait_closed()

    assert messages(caplog) == ["WEBSOCKET / 101"]


async def test_probes_are_not_told(echo: ASGIApp, caplog: pytest.LogCaptureFixture) -> None:
    transport = httpx.ASGITransport(AccessLog(echo))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        await client.get("/healthz")
        caplog.set_level(logging.DEBUG, LOGGER)
        await client.get("/readyz")

    assert messages(caplog) == ["GET /readyz 404"]


async def test_a_request_that_fails_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise LookupError

    transport = httpx.ASGITransport(AccessLog(broken))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        with pytest.raises(LookupError):
            await client.get("/")

    assert messages(caplog) == ["GET / 500"]
