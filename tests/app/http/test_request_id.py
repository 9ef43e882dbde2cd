import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from websockets.asyncio.client import connect

from app.http.request_id import RequestId
from app.telemetry.request_context import current_request, current_request_id
from tests.loopback import serve


async def tell(_request: Request) -> Response:
    return Response(current_request_id())


def client() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(RequestId(Starlette(routes=[Route("/", tell)])))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def test_the_callers_own_id_is_kept() -> None:
    async with client() as caller:
        response = await caller.get("/", headers={"X-Request-Id": "order-4711.a_b"})

    assert response.headers["x-request-id"] == response.text == "order-4711.a_b"


@pytest.mark.parametrize("bad", ["", "short", "a" * 129, "two words", "new\tline!!", "üüüüüüüü"])
async def test_a_malformed_one_is_replaced(bad: str) -> None:
    async with client() as caller:
        response = await caller.get("/", headers=[(b"x-request-id", bad.encode())])

    assert response.headers["x-request-id"] == response.text
    assert len(response.text) == 32


async def test_every_request_gets_its_own() -> None:
    async with client() as caller:
        answers = [(await caller.get("/")).text for _ in range(100)]

    assert len(set(answers)) == 100
    assert current_request() is None


async def test_a_sockets_handshake_carries_it(echo: ASGIApp) -> None:
    async with (
        serve(RequestId(echo)) as port,
        connect(
            f"ws://127.0.0.1:{port}/", additional_headers={"X-Request-Id": "socket-1"}
        ) as socket,
    ):
        assert socket.response
        assert socket.response.headers["x-request-id"] == "socket-1"
