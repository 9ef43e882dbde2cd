"""Callers are counted by who they are, strangers by their address."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from app.http import minute_window
from app.http.request_id import RequestId
from app.http.request_limit import RequestLimit
from app.telemetry.request_context import recognised
from tests.loopback import serve

PERSON, STRANGER = 5, 3
VALID = {"authorization": "Bearer token-of-ada"}


async def greet(request: Request) -> Response:
    """Recognise tokens as the API does: while it answers."""
    given = request.headers.get("authorization", "")
    if given.startswith("Bearer token-of-"):
        recognised(given.removeprefix("Bearer token-of-").partition("#")[0])
        return Response("welcome")
    return Response(status_code=401 if given else 200)


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


APP = Starlette(routes=[Route("/", greet), WebSocketRoute("/", socket)])


class Callers:
    """Clients of one server process, at any address."""

    def __init__(self, person: int = PERSON, stranger: int = STRANGER) -> None:
        self.app = RequestId(RequestLimit(APP, person, stranger))

    async def status(self, address: str, headers: dict[str, str] | None = None) -> int:
        return (await self.response(address, headers)).status_code

    async def response(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/", headers=headers)


@pytest.fixture(autouse=True)
def within_one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minute_window, "monotonic", lambda: 600.0)


@pytest.fixture
def callers() -> Callers:
    return Callers()


async def test_strangers_of_one_address_share_its_limit(callers: Callers) -> None:
    statuses = [await callers.status("127.0.0.2") for _ in range(STRANGER + 1)]

    assert statuses == [200] * STRANGER + [429]
    assert await callers.status("127.0.0.3") == 200


async def test_a_person_has_more_whatever_the_address(callers: Callers) -> None:
    statuses = [await callers.status(f"127.0.0.{last}", VALID) for last in range(PERSON + 1)]

    assert statuses == [200] * PERSON + [429]


async def test_tokens_of_one_person_count_together(callers: Callers) -> None:
    tokens = [{"authorization": f"Bearer token-of-ada#{number % 2}"} for number in range(7)]

    statuses = [await callers.status("127.0.0.2", token) for token in tokens]

    assert statuses == [200] * PERSON + [429] * 2


async def test_a_person_is_not_held_up_by_strangers_at_the_same_address(callers: Callers) -> None:
    for _ in range(STRANGER + 1):
        await callers.status("127.0.0.2")

    assert await callers.status("127.0.0.2", VALID) == 200
    assert await callers.status("127.0.0.2", VALID) == 200


async def test_made_up_tokens_count_for_the_address(callers: Callers) -> None:
    made_up = [{"authorization": f"Bearer {number}"} for number in range(STRANGER + 1)]

    statuses = [await callers.status("127.0.0.2", token) for token in made_up]

    assert statuses == [401] * STRANGER + [429]


async def test_one_network_of_ipv6_is_one_caller(callers: Callers) -> None:
    for last in range(STRANGER):
        await callers.status(f"fd00:0:0:1::{last}")

    assert await callers.status("fd00:0:0:1::ffff") == 429
    assert await callers.status("fd00:0:0:2::1") == 200


async def test_the_refusal_says_when_the_next_is_possible(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(STRANGER):
        await callers.status("127.0.0.2")
    monkeypatch.setattr(minute_window, "monotonic", lambda: 618.0)

    refusal = await callers.response("127.0.0.2")

    assert (refusal.status_code, refusal.headers["retry-after"]) == (429, "42")
    (error,) = refusal.json()["errors"]
    assert error["extensions"] == {
        "code": "RATE_LIMITED",
        "hint": "Wait 42 s.",
        "retryAfter": 42,
    }
    monkeypatch.setattr(minute_window, "monotonic", lambda: 660.0)
    assert await callers.status("127.0.0.2") == 200


async def test_zero_is_no_limit() -> None:
    callers = Callers(person=0, stranger=0)

    assert {await callers.status("127.0.0.2") for _ in range(50)} == {200}


class TestWebSocket:
    @pytest.fixture
    async def port(self, callers: Callers) -> AsyncIterator[int]:
        async with serve(callers.app) as port:
            yield port

    async def test_a_handshake_counts_as_one_request(self, port: int) -> None:
        for _ in range(STRANGER):
            async with connect(f"ws://127.0.0.1:{port}/"):
                pass

        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://127.0.0.1:{port}/")

        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["retry-after"] == "60"
