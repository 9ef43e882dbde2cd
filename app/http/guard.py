"""Keeps web pages of other origins away from the server, by HTTP and by WebSocket."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.errors import ForbiddenHost, ForbiddenOrigin, RequestRefused
from app.http.hosts import Authority

PAGE_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
NAVIGATION = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


class HostAndOriginGuard:
    """ASGI middleware for what this server's own pages, listed origins and programs send.

    The ``Host`` check stops DNS rebinding; the ``Origin`` and ``Sec-Fetch`` checks stop the
    pages of other sites, which may do no more than link here.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[Authority], origins: Collection[str] = ()
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer why not."""
        try:
            if scope["type"] in ("http", "websocket"):
                self._check(scope)
        except RequestRefused as refusal:
            await refusal.answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        scheme = PAGE_SCHEMES[scope["scheme"]]
        host = self._require_host(headers.getlist("host"), scheme)
        origin = headers.get("origin")
        if origin is not None and origin.lower() in self._origins:
            return
        if origin is not None and not _same_origin(origin, scheme, host):
            raise _forbidden_origin(f"Pages of {origin} may not call this server.")
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _link(
            scope, headers
        ):
            raise _forbidden_origin("Pages of another origin may not call this server.")

    def _require_host(self, given: list[str], scheme: str) -> Authority:
        try:
            (name,) = given
            host = Authority.parse(name).on(scheme)
        except ValueError:
            raise _forbidden_host(", ".join(given)) from None
        if not host.among(self._hosts):
            raise _forbidden_host(name)
        return host


def _same_origin(origin: str, scheme: str, host: Authority) -> bool:
    parts = urlsplit(origin)
    try:
        return parts.scheme == scheme and Authority.parse(parts.netloc).on(scheme) == host
    except ValueError:
        return False


def _link(scope: Scope, headers: Headers) -> bool:
    return scope.get("method") == "GET" and all(
        headers.get(name) == value for name, value in NAVIGATION.items()
    )


def _forbidden_host(given: str) -> ForbiddenHost:
    return ForbiddenHost(
        f"This server is not {given!r}.",
        "Use the address that it printed at start, or add the name to ONE_ALLOWED_HOSTS.",
    )


def _forbidden_origin(message: str) -> ForbiddenOrigin:
    return ForbiddenOrigin(
        message, "Add the page's origin to ONE_ALLOWED_ORIGINS if its calls are wanted."
    )
