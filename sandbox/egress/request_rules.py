"""Which requests are passed on, and in what form."""

import h11

from sandbox.egress.destination import Destination
from sandbox.egress.refusal import Refused
from sandbox.egress.substitution import Headers

_HOP_BY_HOP = frozenset({b"proxy-authorization", b"proxy-connection", b"keep-alive", b"te"})
_REFUSED_METHODS = frozenset({b"CONNECT", b"TRACE"})


def check_request(request: h11.Request, destination: Destination) -> None:
    """Check that every reader of a request understands it alike.

    Raises:
        Refused: it names another host than its connection, or two lengths, or is a tunnel.
    """
    if request.method.upper() in _REFUSED_METHODS:
        raise Refused(f"the method {request.method.decode()} is not passed on", 405)
    if not request.target.startswith(b"/"):
        raise Refused("a request's target must be a path", 400)
    names = [name for name, _ in request.headers]
    if b"content-length" in names and b"transfer-encoding" in names:
        raise Refused("a request may have one length only", 400)
    _check_host([value for name, value in request.headers if name == b"host"], destination)


def wants_websocket(request: h11.Request) -> bool:
    """Say whether a request asks to go on as a WebSocket."""
    return any(
        name == b"upgrade" and value.lower() == b"websocket" for name, value in request.headers
    )


def passed_headers(request: h11.Request, *, plain: bool) -> Headers:
    """Give the headers to pass on.

    Args:
        request: as it came.
        plain: ask for an answer without compression, so that secrets in it can be found.
    """
    dropped = set(_HOP_BY_HOP)
    if plain:
        dropped |= {b"accept-encoding", b"sec-websocket-extensions"}
    if not wants_websocket(request):
        dropped |= {b"upgrade", b"http2-settings"}
    headers = [
        (name, b"close" if name == b"connection" and _closes(value) else value)
        for name, value in request.headers.raw_items()
        if name.lower() not in dropped
        and (name.lower() != b"connection" or _closes(value) or wants_websocket(request))
    ]
    return [*headers, (b"Accept-Encoding", b"identity")] if plain else headers


def _closes(value: bytes) -> bool:
    return b"close" in value.lower()


def _check_host(values: list[bytes], destination: Destination) -> None:
    if len(values) != 1:
        raise Refused("a request must name one host", 400)
    text = values[0].decode("latin-1")
    named = Destination.parse(text, default_port=destination.port)
    if named != destination:
        raise Refused(f"a request to {named} on a connection to {destination}", 421)
