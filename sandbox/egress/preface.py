"""The first words on a connection: where a worker wants it to go."""

import asyncio
import socket

import h11

from sandbox.egress.refusal import Refused

_PREFACE_BYTES = 1_024
_PREFACE_SECONDS = 10
_FIRST_BYTE_SECONDS = 60


async def read_preface(sock: socket.socket) -> str:
    """Read ``CONNECT host:port`` and give host and port as they stand there.

    Raises:
        Refused: something else came, or too much, or nothing in time.
    """
    preface = h11.Connection(h11.SERVER, max_incomplete_event_size=_PREFACE_BYTES)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_PREFACE_SECONDS):
            while (event := preface.next_event()) is h11.NEED_DATA:
                preface.receive_data(await loop.sock_recv(sock, _PREFACE_BYTES))
    except (h11.RemoteProtocolError, OSError, TimeoutError) as error:
        raise Refused(f"no preface that can be read: {error}", 400) from None
    if not isinstance(event, h11.Request) or event.method != b"CONNECT":
        raise Refused("a connection must begin with CONNECT", 400)
    if preface.trailing_data[0]:
        raise Refused("bytes before the preface was answered", 400)
    return event.target.decode("ascii")


async def answer_preface(sock: socket.socket, refused: Refused | None) -> None:
    """Answer that the connection is there, or why not.

    Raises:
        OSError: the worker is gone.
    """
    if refused is None:
        head = "HTTP/1.1 200 OK"
    else:
        reason = refused.reason.encode("ascii", "replace").decode()
        reason = "".join(sign if sign.isprintable() else " " for sign in reason)
        head = (
            f"HTTP/1.1 {refused.status} Refused\r\nx-egress-reason: {reason}\r\ncontent-length: 0"
        )
    await asyncio.get_running_loop().sock_sendall(sock, f"{head}\r\n\r\n".encode())


async def first_byte(sock: socket.socket) -> int | None:
    """Look at the first byte without taking it; None when none came."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(sock, _settle, ready)
    try:
        async with asyncio.timeout(_FIRST_BYTE_SECONDS):
            await ready
        data = sock.recv(1, socket.MSG_PEEK)
    except (OSError, TimeoutError):
        return None
    finally:
        loop.remove_reader(sock)
    return data[0] if data else None


def _settle(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)
