"""``/graphql`` for WebSockets: from the upgrade to the acknowledgement."""

import asyncio
import logging
from contextlib import suppress

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.auth.principal import ANONYMOUS, Principal
from app.errors import OneGraphError, Unauthenticated
from subscriptions.connections import Admission, Connections, caller_of
from subscriptions.errors import ClientGone, TooManyConnections
from subscriptions.operations import Operations
from subscriptions.websocket.channel import Channel
from subscriptions.websocket.close import Closed, Code
from subscriptions.websocket.limits import SocketLimits
from subscriptions.websocket.message import ACK, PONG, Init, Ping, Subscribe
from subscriptions.websocket.session import Session

log = logging.getLogger(__name__)
SUBPROTOCOL = "graphql-transport-ws"


class WebSocketEndpoint:
    """ASGI application."""

    def __init__(
        self, operations: Operations, connections: Connections, limits: SocketLimits
    ) -> None:
        self._operations = operations
        self._connections = connections
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a socket."""
        socket = WebSocket(scope, receive, send)
        try:
            with (
                self._connections.admit(caller_of(scope, ANONYMOUS)) as admission,
                self._operations.services.metrics.websockets.track_inprogress(),
                suppress(ClientGone, WebSocketDisconnect),
            ):
                await self._serve(socket, admission)
        except TooManyConnections as refusal:
            await socket.send_denial_response(refusal.response())

    async def _serve(self, socket: WebSocket, admission: Admission) -> None:
        if SUBPROTOCOL not in socket.scope["subprotocols"]:
            await socket.accept()
            await Closed(Code.SUBPROTOCOL_NOT_ACCEPTABLE, f"Speak {SUBPROTOCOL}").close(socket)
            return
        await socket.accept(SUBPROTOCOL)
        channel = Channel(socket)
        try:
            await self._converse(socket, channel, admission)
        except Closed as reason:
            await channel.close(reason)

    async def _converse(self, socket: WebSocket, channel: Channel, admission: Admission) -> None:
        init = await self._init(channel)
        principal = await self._recognise(socket, init)
        try:
            admission.move(caller_of(socket.scope, principal))
        except TooManyConnections as error:
            raise Closed(Code.TRY_AGAIN_LATER, error.message) from None
        await channel.send(ACK)
        await Session(channel, self._operations, principal, self._limits).run()

    async def _init(self, channel: Channel) -> Init:
        try:
            async with asyncio.timeout(self._limits.init_seconds):
                while True:
                    message = await channel.receive()
                    match message:
                        case Init():
                            return message
                        case Ping():
                            await channel.send(PONG)
                        case Subscribe():
                            raise Closed(Code.UNAUTHORIZED, "Unauthorized")
        except TimeoutError:
            raise Closed(Code.TIMED_OUT, "Connection initialisation timeout") from None

    async def _recognise(self, socket: WebSocket, init: Init) -> Principal:
        """The caller whom ``connection_init`` names or, failing that, the upgrade request."""
        given = init.payload.get("Authorization") or init.payload.get("authorization")
        if given is not None and not isinstance(given, str):
            raise Closed(Code.BAD_REQUEST, "Authorization is no string")
        header = given or socket.headers.get("authorization")
        try:
            return await self._operations.services.auth.authenticate(header)
        except Unauthenticated as error:
            raise Closed(Code.FORBIDDEN, f"Forbidden: {error.message}") from None
        except OneGraphError as error:
            raise Closed(Code.TRY_AGAIN_LATER, error.message) from None
