"""Discord: the REST API and the gateway, for one bot that is in no server."""

import asyncio
import secrets
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.standins.stand_in import Asked, Json, StandIn, require

GATEWAY = "gateway.discord.gg"
DISPATCH, HEARTBEAT, IDENTIFY, HELLO, ACKNOWLEDGED = 0, 1, 2, 10, 11
AUTHENTICATION_FAILED, INVALID_INTENTS, DECODE_ERROR = 4004, 4013, 4002
_INTENTS = (1 << 17) - 1
_BEAT_MILLISECONDS = 1_000


class DiscordApi(StandIn):
    """One bot's Discord.

    Attributes:
        token: made anew for each.
        identified: what clients said in IDENTIFY.
        beats: how many heartbeats came.
        commands: the bot's slash commands, as it set them.
    """

    hosts = ("discord.com", GATEWAY)

    def __init__(self) -> None:
        self.bot = str(10**17 + secrets.randbelow(10**17))
        self.token = ".".join(secrets.token_urlsafe(length) for length in (18, 4, 28))
        self.identified: list[Json] = []
        self.beats = 0
        self.commands: list[Json] = []
        super().__init__()

    def routes(self) -> Sequence[BaseRoute]:
        """Version 10 of the API, and the gateway at the root."""
        commands = "/api/v10/applications/{id}/commands"
        return [
            Route("/api/v10/gateway/bot", self._gateway),
            Route("/api/v10/users/@me", self._me),
            Route("/api/v10/users/@me/guilds", self._guilds),
            Route(commands, self._set_commands, methods=["PUT"]),
            WebSocketRoute("/", self._talk),
        ]

    def complaint(self, message: str, status: int) -> Json:
        """As the API complains."""
        return {"message": f"{status}: {message}", "code": 0}

    async def _gateway(self, request: Request) -> Response:
        await self._authorised(request)
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return JSONResponse({"url": f"wss://{GATEWAY}", "shards": 1, "session_start_limit": limit})

    async def _me(self, request: Request) -> Response:
        await self._authorised(request)
        return JSONResponse(self._user())

    async def _guilds(self, request: Request) -> Response:
        await self._authorised(request)
        return JSONResponse([])

    async def _set_commands(self, request: Request) -> Response:
        asked = await self._authorised(request)
        require(request.path_params["id"] == self.bot, "Unknown Application", 404)
        commands = asked.json
        require(isinstance(commands, list), "the commands are no list")
        require(all(command.get("name") for command in commands), "a command has no name")
        self.commands = commands
        return JSONResponse([{**command, "id": "1"} for command in commands])

    async def _authorised(self, request: Request) -> Asked:
        asked = await self.remember(request)
        require(asked.headers.get("authorization") == f"Bot {self.token}", "Unauthorized", 401)
        return asked

    async def _talk(self, socket: WebSocket) -> None:
        await socket.accept()
        await _send(socket, HELLO, {"heartbeat_interval": _BEAT_MILLISECONDS})
        try:
            async for message in socket.iter_json():
                await self._answer(socket, message)
        except (WebSocketDisconnect, asyncio.CancelledError):
            return

    async def _answer(self, socket: WebSocket, message: Json) -> None:
        kind, said = message.get("op"), message.get("d")
        if kind == HEARTBEAT:
            self.beats += 1
            await _send(socket, ACKNOWLEDGED, None)
        elif kind == IDENTIFY:
            wrong = self._wrong(said)
            if wrong:
                await self._hang_up(socket, *wrong)
                return
            self.identified.append(said)
            await self._welcome(socket)
        else:
            await self._hang_up(socket, DECODE_ERROR, f"no operation {kind!r}")

    def _wrong(self, said: Json) -> tuple[int, str] | None:
        if said.get("token") != self.token:
            return AUTHENTICATION_FAILED, "Authentication failed."
        intents = said.get("intents")
        if not isinstance(intents, int) or intents & ~_INTENTS or not intents:
            return INVALID_INTENTS, "Invalid intent(s)."
        if not {"os", "browser", "device"} <= set(said.get("properties", {})):
            return DECODE_ERROR, "Error while decoding payload."
        return None

    async def _hang_up(self, socket: WebSocket, code: int, reason: str) -> None:
        self.refused.append(reason)
        await socket.close(code, reason)

    async def _welcome(self, socket: WebSocket) -> None:
        ready = {
            "v": 10,
            "user": self._user(),
            "guilds": [],
            "session_id": secrets.token_hex(8),
            "resume_gateway_url": f"wss://{GATEWAY}",
            "application": {"id": self.bot, "flags": 0},
        }
        await _send(socket, DISPATCH, ready, s=1, t="READY")

    def _user(self) -> Json:
        return {
            "id": self.bot,
            "username": "test-bot",
            "discriminator": "0",
            "global_name": None,
            "avatar": None,
            "bot": True,
        }


async def _send(socket: WebSocket, kind: int, said: Json, **more: Json) -> None:
    await socket.send_json({"op": kind, "d": said, "s": None, "t": None, **more})
