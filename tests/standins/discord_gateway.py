"""Discord's gateway: whoever says HELLO's answer right is told what happens."""

import secrets
from collections.abc import Mapping

from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.standins.stand_in import Json

DISPATCH, HEARTBEAT, IDENTIFY, HELLO, ACKNOWLEDGED = 0, 1, 2, 10, 11
AUTHENTICATION_FAILED, INVALID_INTENTS, DECODE_ERROR = 4004, 4013, 4002
DIRECT_MESSAGES = 1 << 12
_INTENTS = (1 << 17) - 1
_BEAT_MILLISECONDS = 1_000


class DiscordGateway:
    """Lets one bot in.

    Attributes:
        identified: what clients said in IDENTIFY.
        beats: how many heartbeats came.
        refused: why connections were closed.
    """

    def __init__(self, host: str, bot: Json, token: str, refused: list[str]) -> None:
        self.identified: list[Json] = []
        self.beats = 0
        self.refused = refused
        self._host, self._bot, self._token = host, bot, token
        self._listening: dict[WebSocket, int] = {}
        self._told = 0

    async def talk(self, socket: WebSocket) -> None:
        """One connection, until either side closes it."""
        await socket.accept()
        await self._send(socket, HELLO, {"heartbeat_interval": _BEAT_MILLISECONDS})
        try:
            async for message in socket.iter_json():
                await self._answer(socket, message)
        except WebSocketDisconnect:
            return
        finally:
            self._listening.pop(socket, None)

    async def tell(self, event: str, content: Json, intent: int) -> int:
        """Tell everyone who asked for events of this intent; gives how many these are."""
        asked = [socket for socket, intents in self._listening.items() if intents & intent]
        for socket in asked:
            await self._dispatch(socket, event, content)
        return len(asked)

    async def _answer(self, socket: WebSocket, message: Json) -> None:
        kind, said = message.get("op"), message.get("d")
        if kind == HEARTBEAT:
            self.beats += 1
            await self._send(socket, ACKNOWLEDGED, None)
        elif kind == IDENTIFY and (wrong := self._wrong(said)):
            await self._hang_up(socket, *wrong)
        elif kind == IDENTIFY:
            self.identified.append(said)
            self._listening[socket] = said["intents"]
            await self._welcome(socket)
        else:
            await self._hang_up(socket, DECODE_ERROR, f"no operation {kind!r}")

    def _wrong(self, said: Mapping[str, Json]) -> tuple[int, str] | None:
        if said.get("token") != self._token:
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
            "user": self._bot,
            "guilds": [],
            "session_id": secrets.token_hex(8),
            "resume_gateway_url": f"wss://{self._host}",
            "application": {"id": self._bot["id"], "flags": 0},
        }
        await self._dispatch(socket, "READY", ready)

    async def _dispatch(self, socket: WebSocket, event: str, content: Json) -> None:
        self._told += 1
        await self._send(socket, DISPATCH, content, s=self._told, t=event)

    async def _send(self, socket: WebSocket, kind: int, said: Json, **more: Json) -> None:
        await socket.send_json({"op": kind, "d": said, "s": None, "t": None, **more})
