"""Why the server closes a socket."""

from enum import IntEnum

from starlette.websockets import WebSocket

_REASON_BYTES = 123  # what a close frame has room for


class Code(IntEnum):
    """Close codes: those of the protocol, and a few that its clients take for a reason to retry."""

    NORMAL = 1000
    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    TIMED_OUT = 4408
    SUBSCRIBER_EXISTS = 4409
    TOO_MANY_INITIALISATION_REQUESTS = 4429


class Closed(Exception):
    """The server is done with this socket."""

    def __init__(self, code: Code, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

    async def close(self, socket: WebSocket) -> None:
        """Tell the client."""
        reason = self.reason.encode()[:_REASON_BYTES].decode(errors="ignore")
        await socket.close(self.code, reason)
