"""Telegram's bot API: one bot, whose token is in every path."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.stand_in import Json, StandIn, require

_LONGEST_TEXT = 4096
_LONGEST_POLL_SECONDS = 50
_LOOK_SECONDS = 0.05
_RESERVED = set("_*[]()~`>#+-=|{}.!")


class TelegramApi(StandIn):
    """The API for one bot.

    Attributes:
        token: made anew for each.
        messages: what the bot sent, as it sent it.
        commands: the bot's, as it set them.
        confirmed: the last update that the bot said it has.
    """

    hosts = ("telegram.example.com",)

    def __init__(self) -> None:
        self.bot = 1_000_000 + secrets.randbelow(1_000_000)
        self.token = f"{self.bot}:{secrets.token_urlsafe(26)}"
        self.messages: list[Json] = []
        self.commands: list[Json] = []
        self.confirmed = 0
        self._updates: list[Json] = []
        self._last_message = 0
        super().__init__()

    def routes(self) -> Sequence[Route]:
        """Any method by GET or POST."""
        return [Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])]

    def complaint(self, message: str, status: int) -> Json:
        """As the API complains."""
        return {"ok": False, "error_code": status, "description": f"Bad Request: {message}"}

    def say(self, chat: int, text: str) -> int:
        """Let somebody write to the bot, in a chat of their own; gives the update's number."""
        person = {"id": chat, "is_bot": False, "first_name": "Ann", "username": "ann"}
        message = {**self._message(chat, text), "from": person}
        self._updates.append({"update_id": len(self._updates) + 1, "message": message})
        return len(self._updates)

    async def _call(self, request: Request) -> Response:
        asked = await self.remember(request)
        require(request.path_params["token"] == self.token, "Unauthorized", 401)
        given = asked.json if asked.body else dict(asked.query)
        require(isinstance(given, dict), "the parameters are no object")
        name = request.path_params["method"]
        if name == "getUpdates":
            return _ok(await self._get_updates(given, request))
        method = self._methods().get(name)
        require(method, f"no method {name}", 404)
        assert method is not None
        return _ok(method(given))

    def _methods(self) -> Mapping[str, Callable[[Json], Json]]:
        return {
            "getMe": lambda _given: self._me(),
            "deleteWebhook": lambda _given: True,
            "setMyCommands": self._set_commands,
            "sendMessage": self._send_message,
            "sendChatAction": self._send_action,
        }

    def _me(self) -> Json:
        return {"id": self.bot, "is_bot": True, "first_name": "Bot", "username": "test_bot"}

    def _set_commands(self, given: Json) -> Json:
        commands = given.get("commands")
        require(isinstance(commands, list), "commands are no list")
        for command in commands:
            require(
                isinstance(command, dict) and command.get("command") and command.get("description"),
                "a command has no name or no description",
            )
        self.commands = commands
        return True

    def _send_message(self, given: Json) -> Json:
        chat, text = given.get("chat_id"), given.get("text")
        require(isinstance(chat, int | str) and chat, "chat_id is empty")
        require(isinstance(text, str) and text, "message text is empty")
        require(len(text) <= _LONGEST_TEXT, "message is too long")
        if given.get("parse_mode") == "MarkdownV2":
            text = _unescaped(text)
        self.messages.append({**given, "text": text})
        return self._message(int(chat), text)

    def _send_action(self, given: Json) -> Json:
        require(given.get("chat_id"), "chat_id is empty")
        require(given.get("action") == "typing", f"no action {given.get('action')!r}")
        return True

    async def _get_updates(self, given: Json, request: Request) -> Json:
        """Wait for updates as long as is asked, or until nobody listens any more."""
        wait, offset = given.get("timeout", 0), given.get("offset", 0)
        require(isinstance(wait, int) and 0 <= wait <= _LONGEST_POLL_SECONDS, "a wrong timeout")
        require(isinstance(offset, int), "the offset is no number")
        self.confirmed = max(self.confirmed, offset - 1)
        end = time.monotonic() + wait
        while True:
            new = [update for update in self._updates if update["update_id"] >= offset]
            if new or time.monotonic() >= end or await request.is_disconnected():
                return new
            await asyncio.sleep(_LOOK_SECONDS)

    def _message(self, chat: int, text: str) -> Json:
        self._last_message += 1
        return {
            "message_id": self._last_message,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Ann", "username": "ann"},
            "text": text,
        }


def _ok(result: Json) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _unescaped(text: str) -> str:
    """What is shown of MarkdownV2 without any formatting.

    Raises:
        Refused: a reserved letter is not escaped.
    """
    shown, letters = "", iter(text)
    for letter in letters:
        require(letter not in _RESERVED, f"Character {letter!r} is reserved and must be escaped")
        shown += next(letters, "") if letter == "\\" else letter
    return shown
