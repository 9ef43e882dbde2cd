"""One connection that a worker asked for."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import h11

from sandbox.egress.authority import Authority
from sandbox.egress.destination import Destination
from sandbox.egress.exchange import Exchange, send_refusal
from sandbox.egress.open_door import OpenDoor
from sandbox.egress.peer import READ_BYTES, Peer
from sandbox.egress.pipe import pipe
from sandbox.egress.preface import answer_preface, first_byte, read_preface
from sandbox.egress.record import NetworkRecord
from sandbox.egress.refusal import Refused
from sandbox.egress.resolver import Resolver
from sandbox.egress.upstream import Upstream

_TLS_HANDSHAKE = 0x16
_HANDSHAKE_SECONDS = 10
_PINNED_SECONDS = 300


class Connection:
    """Serves a connection from its preface to its end."""

    def __init__(
        self, door: OpenDoor, authority: Authority, resolver: Resolver, context: ssl.SSLContext
    ) -> None:
        self._door = door
        self._authority = authority
        self._resolver = resolver
        self._context = context

    async def serve(self, sock: socket.socket) -> None:
        """Serve it; whatever happens, the socket is closed and the door's listener knows."""
        with sock:
            at = datetime.now(UTC)
            wanted = "?"
            try:
                wanted = await read_preface(sock)
                destination = Destination.parse(wanted)
                upstream = await self._open(destination)
            except Refused as refused:
                self._tell(at, wanted, refused.reason)
                with suppress(OSError):
                    await answer_preface(sock, refused)
                return
            try:
                await answer_preface(sock, None)
                await self._go_on(sock, destination, upstream)
            finally:
                upstream.close()
                if not upstream.asked:
                    self._count_silence(at, destination)

    async def _open(self, destination: Destination) -> Upstream:
        self._door.check(destination)
        endpoints = await self._resolver.resolve(destination)
        upstream = Upstream(destination, endpoints, self._context)
        if self._door.may_request():  # otherwise whoever asks is told so, and nobody is called
            await upstream.connect()
        return upstream

    async def _go_on(
        self, sock: socket.socket, destination: Destination, upstream: Upstream
    ) -> None:
        if self._door.is_pinned(destination):
            await self._pass_through(sock, destination, upstream)
            return
        secure = await first_byte(sock) == _TLS_HANDSHAKE
        reader, writer = await _streams(
            sock, self._authority.context_for(destination.host) if secure else None
        )
        try:
            await self._exchange_all(reader, writer, destination, upstream, secure=secure)
        finally:
            await _end(writer)

    async def _exchange_all(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        destination: Destination,
        upstream: Upstream,
        *,
        secure: bool,
    ) -> None:
        client = Peer(h11.SERVER, reader, writer)
        while True:
            exchange = Exchange(self._door, destination, client, secure=secure)
            client.count = exchange.count
            event = await self._next_request(client, destination)
            upstream.asked |= event is not None or client.http.their_state is h11.ERROR
            if event is None:
                return
            try:
                await exchange.run(event, upstream)
            except Refused:
                return
            if client.http.our_state is not h11.DONE or client.http.their_state is not h11.DONE:
                return
            client.http.start_next_cycle()

    async def _next_request(self, client: Peer, destination: Destination) -> h11.Request | None:
        at = datetime.now(UTC)
        try:
            event = await client.next_event()
        except Refused as error:
            refused = error
        except h11.RemoteProtocolError as error:
            refused = Refused(f"not a request that can be read: {error}", 400)
        else:
            return event if isinstance(event, h11.Request) else None
        self._tell(at, str(destination), refused.reason)
        with suppress(OSError, h11.LocalProtocolError):
            await send_refusal(client, refused)
        return None

    async def _pass_through(
        self, sock: socket.socket, destination: Destination, upstream: Upstream
    ) -> None:
        """Let TLS through unread: a request is counted, its bytes and its time are limited."""
        at, moved = datetime.now(UTC), [0, 0]
        upstream.asked = True

        def count(sent: int, received: int) -> None:
            moved[0] += sent
            moved[1] += received
            self._door.budget.take(sent + received)

        reason: str | None = None
        try:
            self._door.count_request()
            await self._pipe(sock, upstream, count)
        except* Refused as refusals:
            reason = str(refusals.exceptions[0])
        except* TimeoutError:
            reason = f"open for more than {_PINNED_SECONDS} seconds"
        self._tell(at, str(destination), reason, sent=moved[0], received=moved[1])

    async def _pipe(
        self, sock: socket.socket, upstream: Upstream, count: Callable[[int, int], None]
    ) -> None:
        client, server = await _streams(sock, None), await upstream.streams()
        try:
            async with asyncio.timeout(_PINNED_SECONDS):
                await pipe(client, server, count)
        finally:
            client[1].transport.abort()
            server[1].transport.abort()

    def _count_silence(self, at: datetime, destination: Destination) -> None:
        """A connection without a request counts as one: its host was called, too."""
        with suppress(Refused):
            self._door.count_request()
            self._tell(at, str(destination), None)

    def _tell(
        self, at: datetime, wanted: str, reason: str | None, *, sent: int = 0, received: int = 0
    ) -> None:
        self._door.tell(
            NetworkRecord(
                at=at,
                method="CONNECT",
                url=wanted,
                status=None,
                bytes_sent=sent,
                bytes_received=received,
                allowed=reason is None,
                reason=reason,
            )
        )


async def _streams(
    sock: socket.socket, context: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """The connection as streams; with a context, the server's side of TLS.

    Raises:
        ssl.SSLError, OSError: the worker does not want this TLS.
    """
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=READ_BYTES)
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol,
        sock.dup(),
        ssl=context,
        ssl_handshake_timeout=_HANDSHAKE_SECONDS if context else None,
    )
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def _end(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1):
            await writer.wait_closed()
