"""Peers that do not do what is wanted of them."""

import asyncio
import socket
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.stand_in import StandIn

REFUSING = "refusing.example.com"
SLOW_SECONDS = 20.0


class SlowPeer(StandIn):
    """Answers whatever it is asked after twenty seconds, when nobody waits any longer."""

    hosts = ("slow.example.com",)

    def routes(self) -> Sequence[Route]:
        """Everything."""
        return [Route("/{path:path}", self._answer, methods=["GET", "POST"])]

    async def _answer(self, request: Request) -> Response:
        await self.remember(request)
        await asyncio.sleep(SLOW_SECONDS)
        return JSONResponse({})


def refusing_place() -> str:
    """Where nobody listens, as ONE_EGRESS_RESOLVE takes it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    return f"{REFUSING}=127.0.0.1:{port}"
