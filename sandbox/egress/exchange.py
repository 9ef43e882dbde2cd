"""One request, its answer, and the record of both."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import h11

from sandbox.egress.destination import Destination
from sandbox.egress.open_door import OpenDoor
from sandbox.egress.peer import Peer, free
from sandbox.egress.pipe import pipe
from sandbox.egress.record import NetworkRecord
from sandbox.egress.refusal import Refused
from sandbox.egress.request_rules import check_request, passed_headers, wants_websocket
from sandbox.egress.substitution import Substitution
from sandbox.egress.upstream import Upstream
from sandbox.egress.websocket_frames import ClientFrames
from sandbox.scrub.byte_stream import ByteStream


class Exchange:
    """Carries one request of a worker to its host, and the answer back."""

    def __init__(
        self, door: OpenDoor, destination: Destination, client: Peer, *, secure: bool
    ) -> None:
        self.sent = self.received = 0
        self._door = door
        self._destination = destination
        self._client = client
        self._secure = secure
        self._status: int | None = None
        self._substitution: Substitution = door.substitution_for(destination, secure=secure)

    def count(self, sent: int, received: int) -> None:
        """Count bytes of this exchange, as the worker sees them.

        Raises:
            Refused: the execution moved more than it may.
        """
        self.sent += sent
        self.received += received
        self._door.budget.take(sent + received)

    async def run(self, request: h11.Request, upstream: Upstream) -> None:
        """Carry a request; tell of it however it ends.

        Raises:
            Refused: it was not let through, or its answer was cut; the worker was told if it
                could be.
        """
        at = datetime.now(UTC)
        reason: str | None = None
        try:
            await self._run(request, upstream)
        except Refused as refused:
            reason = refused.reason
            await self._refuse(refused)
            raise
        except (h11.RemoteProtocolError, h11.LocalProtocolError, OSError) as error:
            reason = f"{self._destination} broke off: {error}"
            await self._refuse(Refused(reason, 502))
            raise Refused(reason, 502) from None
        finally:
            self._tell(at, request, reason)

    async def _run(self, request: h11.Request, upstream: Upstream) -> None:
        check_request(request, self._destination)
        self._door.count_request()
        server = await upstream.peer(secure=self._secure)
        await server.send(self._passed(request))
        upward, downward = self._substitution.body(), self._substitution.response()
        if await self._both_ways(server, upward, downward):
            frames = ClientFrames(upward) if upward else None
            await self._go_on(server, frames, downward)

    async def _both_ways(
        self, server: Peer, upward: ByteStream | None, downward: ByteStream | None
    ) -> bool:
        """Send the body while the answer comes: a host may answer before it has all of it."""
        sending = asyncio.create_task(self._send_body(server, upward))
        answering = asyncio.create_task(self._bring_answer(server, downward))
        try:
            await asyncio.wait((sending, answering), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
            return await answering
        finally:
            sending.cancel()
            answering.cancel()
            await asyncio.gather(sending, answering, return_exceptions=True)

    def _passed(self, request: h11.Request) -> h11.Request:
        headers = passed_headers(request, plain=bool(self._substitution))
        return h11.Request(
            method=request.method,
            target=self._substitution.target(request.target),
            headers=self._substitution.headers(headers),
        )

    async def _send_body(self, server: Peer, change: ByteStream | None) -> None:
        while True:
            event = await self._client.next_event()
            if isinstance(event, h11.Data):
                data = change.feed(bytes(event.data)) if change else event.data
                await server.send(h11.Data(data=data))
            elif isinstance(event, h11.EndOfMessage):
                if change:
                    await server.send(h11.Data(data=change.flush()))
                await server.send(h11.EndOfMessage())
                return
            else:
                return

    async def _bring_answer(self, server: Peer, change: ByteStream | None) -> bool:
        """Give whether the connection goes on as a WebSocket."""
        while True:
            event = await server.next_event()
            if isinstance(event, h11.InformationalResponse | h11.Response):
                self._status = event.status_code
                if change:
                    _require_readable(event, self._destination)
                await self._client.send(_scrubbed(event, change))
                if event.status_code == 101:  # noqa: PLR2004 - Switching Protocols
                    return True
            elif isinstance(event, h11.Data):
                data = change.feed(bytes(event.data)) if change else event.data
                await self._client.send(h11.Data(data=data))
            elif isinstance(event, h11.EndOfMessage):
                if change:
                    await self._client.send(h11.Data(data=change.flush()))
                await self._client.send(h11.EndOfMessage())
                return False
            else:
                raise Refused(f"{self._destination} closed the connection without an answer", 502)

    async def _go_on(
        self, server: Peer, upward: ClientFrames | None, downward: ByteStream | None
    ) -> None:
        """Pass what follows a switch of protocols, beginning with what was read already."""
        early, late = self._client.http.trailing_data[0], server.http.trailing_data[0]
        server.writer.write(upward.feed(early) if upward else early)
        self._client.writer.write(downward.feed(late) if downward else late)
        client = (self._client.reader, self._client.writer)
        sides = (client, (server.reader, server.writer))
        try:
            await pipe(*sides, self.count, upward=upward, downward=downward)
        except* Refused as refusals:
            raise refusals.exceptions[0] from None

    async def _refuse(self, refused: Refused) -> None:
        """Answer in place of the host, if nothing of an answer was sent yet."""
        if self._client.http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        with suppress(OSError, h11.LocalProtocolError, Refused):
            await send_refusal(self._client, refused)

    def _tell(self, at: datetime, request: h11.Request, reason: str | None) -> None:
        scheme = "https" if self._secure else "http"
        if wants_websocket(request):
            scheme = "wss" if self._secure else "ws"
        usual = self._destination.port == (443 if self._secure else 80)
        where = self._destination.host if usual else str(self._destination)
        target = request.target.decode("latin-1")
        self._door.tell(
            NetworkRecord(
                at=at,
                method=request.method.decode("latin-1"),
                url=f"{scheme}://{where}{target}",
                status=self._status,
                bytes_sent=self.sent,
                bytes_received=self.received,
                allowed=reason is None,
                reason=reason,
                secrets=tuple(sorted(self._substitution.used)),
            )
        )


async def send_refusal(client: Peer, refused: Refused) -> None:
    """Answer with the reason, as text and in the header ``x-egress-reason``."""
    client.count = free
    reason = refused.reason.encode("ascii", "replace")
    headers = [
        (b"content-type", b"text/plain"),
        (b"content-length", str(len(reason)).encode()),
        (b"x-egress-reason", reason.replace(b"\n", b" ").replace(b"\r", b" ")),
        (b"connection", b"close"),
    ]
    await client.send(h11.Response(status_code=refused.status, headers=headers))
    await client.send(h11.Data(data=reason))
    await client.send(h11.EndOfMessage())


def _scrubbed(
    event: h11.Response | h11.InformationalResponse, change: ByteStream | None
) -> h11.Response | h11.InformationalResponse:
    headers = event.headers.raw_items()
    if change:
        headers = [(change.whole(name), change.whole(value)) for name, value in headers]
    reason = change.whole(event.reason) if change else event.reason
    kind = type(event)
    return kind(status_code=event.status_code, headers=headers, reason=reason)


def _require_readable(
    event: h11.Response | h11.InformationalResponse, destination: Destination
) -> None:
    """Refuse an answer in which secrets could not be seen, although none was asked for."""
    encodings = [value for name, value in event.headers if name == b"content-encoding"]
    if any(value.strip().lower() not in (b"", b"identity") for value in encodings):
        raise Refused(f"{destination} sent a compressed answer, which may hide a secret", 502)
