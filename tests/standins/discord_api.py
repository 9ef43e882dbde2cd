"""Discord's REST API, for one bot that is in no server: people write to it directly."""

import itertools
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from tests.standins.discord_gateway import DIRECT_MESSAGES, DiscordGateway
from tests.standins.stand_in import Asked, Json, StandIn, require

GATEWAY = "gateway.discord.gg"
_LONGEST_CONTENT = 2000
_SNOWFLAKE = 10**17


class DiscordApi(StandIn):
    """One bot's Discord.

    Attributes:
        token: made anew for each.
        gateway: where the bot listens.
        messages: what it wrote, as channel and content.
        commands: its slash commands, as it set them.
    """

    hosts = ("discord.com", GATEWAY)

    def __init__(self) -> None:
        self.bot = str(_SNOWFLAKE + secrets.randbelow(_SNOWFLAKE))
        self.token = ".".join(secrets.token_urlsafe(length) for length in (18, 4, 28))
        self.messages: list[tuple[str, str]] = []
        self.commands: list[Json] = []
        self._numbers = itertools.count(2 * _SNOWFLAKE)
        self._user = _person(self.bot, "test-bot", bot=True)
        super().__init__()

    def routes(self) -> Sequence[BaseRoute]:
        """Version 10 of the API, and the gateway at the root."""
        self.gateway = DiscordGateway(GATEWAY, self._user, self.token, self.refused)
        channel, api = "/channels/{channel}", "/api/v10"
        commands = f"{api}/applications/{self.bot}/commands"
        return [
            Route(f"{api}/gateway/bot", self._tell_gateway),
            Route(f"{api}/users/@me", self._me),
            Route(f"{api}/users/@me/guilds", self._guilds),
            Route(commands, self._set_commands, methods=["PUT"]),
            Route(f"{api}{channel}/typing", self._type, methods=["POST"]),
            Route(f"{api}{channel}/messages", self._write, methods=["POST"]),
            WebSocketRoute("/", self.gateway.talk),
        ]

    def complaint(self, message: str, status: int) -> Json:
        """As the API complains."""
        return {"message": f"{status}: {message}", "code": 0}

    async def say(self, channel: str, text: str) -> int:
        """Let somebody write to the bot; gives how many connections heard of it."""
        message = self._message(channel, text, _person(str(next(self._numbers)), "ann"))
        return await self.gateway.tell("MESSAGE_CREATE", message, DIRECT_MESSAGES)

    async def _tell_gateway(self, request: Request) -> Response:
        await self._authorised(request)
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return JSONResponse({"url": f"wss://{GATEWAY}", "shards": 1, "session_start_limit": limit})

    async def _me(self, request: Request) -> Response:
        await self._authorised(request)
        return JSONResponse(self._user)

    async def _guilds(self, request: Request) -> Response:
        await self._authorised(request)
        return JSONResponse([])

    async def _set_commands(self, request: Request) -> Response:
        commands = (await self._authorised(request)).json
        require(isinstance(commands, list), "the commands are no list")
        require(all(command.get("name") for command in commands), "a command has no name")
        self.commands = commands
        return JSONResponse([{**command, "id": "1"} for command in commands])

    async def _type(self, request: Request) -> Response:
        await self._authorised(request)
        return Response(status_code=204)

    async def _write(self, request: Request) -> Response:
        content = (await self._authorised(request)).json.get("content")
        require(isinstance(content, str) and content, "Cannot send an empty message")
        require(len(content) <= _LONGEST_CONTENT, "Must be 2000 or fewer in length")
        channel = request.path_params["channel"]
        self.messages.append((channel, content))
        return JSONResponse(self._message(channel, content, self._user))

    async def _authorised(self, request: Request) -> Asked:
        asked = await self.remember(request)
        require(asked.headers.get("authorization") == f"Bot {self.token}", "Unauthorized", 401)
        return asked

    def _message(self, channel: str, content: str, author: Json) -> Json:
        lists = ("mentions", "mention_roles", "attachments", "embeds")
        return {
            "id": str(next(self._numbers)),
            "channel_id": channel,
            "author": author,
            "content": content,
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "pinned": False,
            "type": 0,
            **{name: [] for name in lists},
        }


def _person(identifier: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": identifier,
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
    }
