"""How connections are listened to: as uvicorn does, except that nobody can stop reading for long.

uvicorn waits for a client that reads nothing as long as its connection lasts, with all that was
written for it, and answers its WebSocket pings without end.
"""

import asyncio
from asyncio.transports import BaseTransport
from collections.abc import Sequence
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode
from websockets.protocol import State

SLOW = 4499
SLOW_REASON = "Slow consumer: resume from your last cursor"
GRACE_SECONDS = 2.0  # for a client that reads again at last, to learn why it is dropped


class Impatient:
    """Ends a connection when none of what was written for its client is read for a while."""

    stall_seconds: ClassVar[float] = 20.0
    transport: asyncio.Transport
    _unread: int = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Notice whatever the system does not take at once."""
        super().connection_made(transport)  # type: ignore[misc] # of the protocol beside this
        self.transport.set_write_buffer_limits(high=0)

    def connection_lost(self, error: Exception | None) -> None:
        """Watch no longer."""
        self._stop_watching()
        super().connection_lost(error)  # type: ignore[misc] # of the protocol beside this

    def pause_writing(self) -> None:
        """Start to watch."""
        super().pause_writing()  # type: ignore[misc] # of the protocol beside this
        self._watch()

    def resume_writing(self) -> None:
        """Watch no longer."""
        self._stop_watching()
        super().resume_writing()  # type: ignore[misc] # of the protocol beside this

    def stalled(self) -> None:
        """End the connection."""
        self.transport.abort()

    def _watch(self) -> None:
        self._unread = self.transport.get_write_buffer_size()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self.stall_seconds, self._check)

    def _check(self) -> None:
        if self.transport.get_write_buffer_size() < self._unread:
            self._watch()
        else:
            self.stalled()

    def _stop_watching(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class HttpProtocol(Impatient, H11Protocol):
    """HTTP/1.1; the headers of a request must arrive in time."""

    request_seconds: ClassVar[float] = 30.0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Expect a request."""
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._expect_request()

    def on_response_complete(self) -> None:
        """Expect the next request."""
        super().on_response_complete()
        self._expect_request()

    def connection_lost(self, error: Exception | None) -> None:
        """Expect nothing more."""
        self._cancel_deadline()
        super().connection_lost(error)

    def _expect_request(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._cancel_deadline()
        elif self._deadline is None:
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(self.request_seconds, self._give_up)

    def _give_up(self) -> None:
        if self.transport.get_protocol() is self:  # and not one for a WebSocket by now
            self.transport.close()

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def shutdown(self) -> None:
        """End event streams, too, which would otherwise hold up the end of the server."""
        super().shutdown()
        if self.cycle and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.close()


class WebSocketProtocol(Impatient, WebSocketsSansIOProtocol):
    """WebSocket."""

    def send_receive_event_to_app(self) -> None:
        """Close on text that is no UTF-8, as uvicorn does, but without a traceback in the log."""
        if self.curr_msg_data_type != "text" or _is_utf8(self.frames):
            super().send_receive_event_to_app()
            return
        self.frames = []
        if self.conn.state is State.OPEN:  # the client may have closed in the same breath
            self.conn.send_close(CloseCode.INVALID_DATA)
            self.handle_parser_exception()

    async def send(self, message: Any) -> None:  # noqa: ANN401 - its type is private to uvicorn
        """Write to nobody who is gone, and count a refusal as an end of the handshake.

        uvicorn reports the one as a warning each, and the other as a fault.
        """
        if message["type"] == "websocket.send" and self.transport.is_closing():
            raise ClientDisconnected
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True

    def handle_ping(self) -> None:
        """Answer, unless earlier answers have not been read."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def stalled(self) -> None:
        """Say why, for a client that reads again, and end the connection soon."""
        if self.handshake_complete and self.conn.state is State.OPEN:
            self.queue.put_nowait(
                {"type": "websocket.disconnect", "code": SLOW, "reason": SLOW_REASON}
            )
            self.conn.send_close(SLOW, SLOW_REASON)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
        asyncio.get_running_loop().call_later(GRACE_SECONDS, self.transport.abort)


def _is_utf8(parts: Sequence[bytes]) -> bool:
    try:
        b"".join(parts).decode()
    except UnicodeDecodeError:
        return False
    return True


def impatient(write_seconds: float, request_seconds: float) -> tuple[Any, Any]:
    """The protocols for HTTP and WebSocket, with the seconds that they wait for a client."""
    values = {"stall_seconds": write_seconds}
    return (
        type("HttpProtocol", (HttpProtocol,), values | {"request_seconds": request_seconds}),
        type("WebSocketProtocol", (WebSocketProtocol,), values),
    )
