"""The layers of the gateway, and the switches that remove them in its process."""

import asyncio
import socket
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

import h11

from sandbox.egress import (
    allow_list,
    authority,
    destination,
    exchange,
    open_door,
    resolver,
    service,
    substitution,
)
from sandbox.egress.connection import Connection
from sandbox.egress.destination import Destination
from sandbox.egress.meter import Budget, Rate
from sandbox.egress.open_door import OpenDoor
from sandbox.egress.resolver import Endpoint, Resolver
from sandbox.egress.substitution import Headers, Substitution
from sandbox.scrub.scrubber import Scrubber

_MANY = 4096


def _nothing(*_: object, **__: object) -> None:
    """Takes the place of what judges or counts."""


def _any_host(host: str) -> str:
    return host.strip("[]")


@contextmanager
def _any_spelling() -> Iterator[None]:
    with (
        patch.object(destination, "canonical_host", _any_host),
        patch.object(allow_list, "canonical_host", _any_host),
        patch.object(authority, "canonical_host", _any_host),
    ):
        yield


_resolve = Resolver.resolve


async def _resolve_and_forget(self: Resolver, wanted: Destination) -> list[Endpoint]:
    """Judge the addresses of a name, and have it looked up again."""
    await _resolve(self, wanted)
    return [Endpoint(wanted.host, wanted.port)]


def _all_headers(request: h11.Request, *, plain: bool) -> Headers:
    del plain
    return list(request.headers.raw_items())


@contextmanager
def _without_rules() -> Iterator[None]:
    with (
        patch.object(exchange, "check_request", _nothing),
        patch.object(exchange, "passed_headers", _all_headers),
        patch.object(exchange, "_require_readable", _nothing),
        patch.object(authority, "_judge_name", _nothing),
    ):
        yield


@contextmanager
def _without_rates() -> Iterator[None]:
    with (
        patch.object(Rate, "take", _nothing),
        patch.object(Rate, "has_room", lambda *_: True),
        patch.object(service, "_CONNECTIONS_PER_DOOR", _MANY),
    ):
        yield


class _AnyHost(allow_list.AllowList):
    def allows(self, destination: Destination) -> bool:
        del destination
        return True


def _always(self: OpenDoor, destination: Destination, *, secure: bool) -> Substitution:
    del secure
    return Substitution(self._bound, destination)


async def _recv_greedily(_: object, sock: socket.socket, size: int) -> bytes:
    """Take descriptors along with the bytes, and keep them."""
    while True:
        try:
            return socket.recv_fds(sock, size, _MANY // 64)[0]
        except BlockingIOError:
            await asyncio.sleep(0.001)


REMOVALS: Mapping[str, Callable[[], AbstractContextManager[object]]] = {
    "bytes alone": lambda: patch.object(BaseSelectorEventLoop, "sock_recv", _recv_greedily),
    "one spelling of hosts": _any_spelling,
    "allow list": lambda: patch.object(OpenDoor, "check", _nothing),
    "address policy": lambda: patch.object(resolver, "is_public", lambda _: True),
    "single resolution": lambda: patch.object(Resolver, "resolve", _resolve_and_forget),
    "reading of requests": lambda: patch.object(Connection, "_go_on", Connection._pass_through),
    "request rules": _without_rules,
    "rates": _without_rates,
    "byte meter": lambda: patch.object(Budget, "take", _nothing),
    "secrets bound to hosts": lambda: patch.object(substitution, "AllowList", _AnyHost),
    "secrets over TLS only": lambda: patch.object(OpenDoor, "substitution_for", _always),
    "scrubbing of answers": lambda: patch.object(Substitution, "response", _nothing),
    "scrubbing of records": lambda: patch.object(open_door, "Scrubber", lambda _: Scrubber(())),
}
