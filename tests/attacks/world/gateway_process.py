"""``python -m tests.attacks.world.gateway_process FD INTERNET LAYER ...``: the gateway's process.

It runs what ``python -m sandbox.egress`` runs, without the layers that are named; its names and
addresses are those of the stand-in internet.
"""

import asyncio
import signal
import socket
import sys
from asyncio.selector_events import BaseSelectorEventLoop
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from sandbox.egress.service import serve
from tests.attacks.world.gateway_layers import REMOVALS
from tests.attacks.world.internet import NOBODY, Internet, Names

_connect = BaseSelectorEventLoop.sock_connect


def _route(internet: Internet) -> Any:  # noqa: ANN401 - the loop's own method
    """Connections end on loopback, whatever address they are for."""

    async def sock_connect(loop: Any, sock: socket.socket, address: tuple[str, int]) -> None:  # noqa: ANN401 - a loop
        ((family, _, _, _, wanted), *_) = await loop.getaddrinfo(*address[:2], family=sock.family)
        if wanted[0] == NOBODY:
            raise ConnectionRefusedError("nobody is there")
        ours = "::ffff:127.0.0.1" if family == socket.AF_INET6 else "127.0.0.1"
        await _connect(loop, sock, (ours, internet.port(wanted[0])))

    return sock_connect


def _look_up(names: Names) -> Any:  # noqa: ANN401 - the loop's own method
    async def getaddrinfo(_: object, host: str, port: int | None, **__: object) -> list[Any]:
        found = names.addresses(host)
        return [
            (
                socket.AF_INET6 if ":" in each else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (each, port or 0),
            )
            for each in found
        ]

    return getaddrinfo


def main(channel: int, internet: Internet, removed: list[str]) -> None:
    """Serve until the executor is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loop = BaseSelectorEventLoop
    with ExitStack() as patches:
        patches.enter_context(patch.object(loop, "getaddrinfo", _look_up(Names())))
        patches.enter_context(patch.object(loop, "sock_connect", _route(internet)))
        for layer in removed:
            patches.enter_context(REMOVALS[layer]())
        asyncio.run(serve(socket.socket(fileno=channel)))


if __name__ == "__main__":
    main(int(sys.argv[1]), Internet.decoded(sys.argv[2]), sys.argv[3:])
