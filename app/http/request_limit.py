"""How many requests a caller may send in a minute."""

from hashlib import blake2b

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.bounded_cache import BoundedCache
from app.http.address import network_address
from app.http.allowance import Allowance, allowing
from app.http.minute_window import MinuteWindow
from app.telemetry.request_context import RequestContext, current_request

_KNOWN_TOKENS = 10_000


class RequestLimit:
    """ASGI middleware; persons are counted by who they are, others by their address.

    Each further operation of a batch or a socket counts like a request (``Allowance``).

    Each process counts for itself, as asking MongoDB would add a round trip to every request:
    behind a balancer, the limit is that of one replica. A token is taken for its person once a
    request with it was recognised. Before, it passes, and counts if it proves to be made up: so
    nobody gets more by making tokens up, nor is kept out by strangers at the same address.
    """

    def __init__(self, app: ASGIApp, person: int, stranger: int) -> None:
        self._app = app
        self._people = MinuteWindow(person)
        self._strangers = MinuteWindow(stranger)
        self._impostors = MinuteWindow(stranger)
        self._known: BoundedCache[str] = BoundedCache(_KNOWN_TOKENS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        request = current_request()
        if scope["type"] not in ("http", "websocket") or request is None:
            return await self._app(scope, receive, send)
        token, address = _token(scope), network_address(scope)
        person = self._known.get(token) if token else None
        stranger = self._impostors if token else self._strangers
        window, key = (self._people, person) if person else (stranger, address)
        if window.full(key):
            return await window.refusal().answer(scope, receive, send)
        unknown = token is not None and person is None
        if not unknown:
            window.count(key)
        try:
            with allowing(Allowance(self._people, self._strangers, address)):
                return await self._app(scope, receive, send)
        finally:
            if token and unknown:
                self._learn(token, address, request)

    def _learn(self, token: str, address: str, request: RequestContext) -> None:
        if request.person is None:
            self._impostors.count(address)
            return
        self._known.put(token, request.person, weight=1)
        self._people.count(request.person)


def _token(scope: Scope) -> str | None:
    given = Headers(scope=scope).get("authorization")
    return blake2b(given.encode(), digest_size=16).hexdigest() if given else None
