"""The gateway's process: opens and closes doors as it is told."""

import asyncio
import os
import socket
import ssl
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from sandbox.egress.authority import Authority
from sandbox.egress.connection import Connection
from sandbox.egress.message import LONGEST, Message, decode, encode, read_grants
from sandbox.egress.meter import Rate
from sandbox.egress.open_door import OpenDoor
from sandbox.egress.record import NetworkRecord
from sandbox.egress.resolver import Endpoint, Resolver
from sandbox.egress.upstream import upstream_context

_CONNECTIONS_PER_DOOR = 64
_TURNS_OF_AN_ENDING = 20


class _Listening:
    """An open door: its socket, and the connections through it."""

    def __init__(self, door: OpenDoor, path: Path, connection: Connection) -> None:
        self.door = door
        self._path = path
        self._connection = connection
        self._free = asyncio.Semaphore(_CONNECTIONS_PER_DOOR)
        self._connections: set[asyncio.Task[None]] = set()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.setblocking(False)
        self._socket.bind(os.fspath(path))
        self._socket.listen()
        self._accepting = asyncio.create_task(self._accept())

    async def close(self) -> None:
        """End it and all connections through it."""
        tasks = (self._accepting, *self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._socket.close()
        self._path.unlink(missing_ok=True)

    async def _accept(self) -> None:
        while True:
            await self._free.acquire()
            sock, _ = await asyncio.get_running_loop().sock_accept(self._socket)
            task = asyncio.create_task(self._serve(sock))
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)

    async def _serve(self, sock: socket.socket) -> None:
        try:
            with suppress(OSError, ssl.SSLError):
                await self._connection.serve(sock)
        finally:
            self._free.release()


class Service:
    """Obeys the executor's messages and tells it of requests."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: Message
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._folder = Path(settings["folder"])
        self._authority = Authority()
        self._resolver = Resolver(
            {host: Endpoint(*end) for host, end in settings["mapped"].items()}
        )
        self._context = upstream_context(settings["authorities"])
        self._rates: defaultdict[str, Rate] = defaultdict(Rate)
        self._doors: dict[int, _Listening] = {}

    async def run(self) -> None:
        """Obey until the executor is gone."""
        self._send({"authority": self._authority.pem})
        while line := await self._reader.readline():
            await self._obey(decode(line))
        await asyncio.gather(*(door.close() for door in self._doors.values()))

    async def _obey(self, message: Message) -> None:
        number = message["door"]
        answer: Message = {}
        if message["type"] == "open":
            answer = self._open(number, message["grants"])
        elif message["type"] == "begin":
            await _let_finished_exchanges_tell()
            self._doors[number].door.budget.restart()
        elif message["type"] == "close" and number in self._doors:
            await self._doors.pop(number).close()
        self._send({"type": "done", "ask": message["ask"], **answer})

    def _open(self, number: int, fields: Message) -> Message:
        grants = read_grants(fields)

        def tell(record: NetworkRecord) -> None:
            self._send({"type": "record", "door": number, "record": record})

        try:
            door = OpenDoor(grants, self._rates[grants.account], tell)
        except ValueError as error:
            return {"error": str(error)}
        connection = Connection(door, self._authority, self._resolver, self._context)
        path = self._folder / f"{number}"
        self._doors[number] = _Listening(door, path, connection)
        return {"placeholders": door.placeholders}

    def _send(self, message: Message) -> None:
        self._writer.write(encode(message))


async def _let_finished_exchanges_tell() -> None:
    """Else the record of a request could come after the call that made it had ended.

    Once the last byte of an answer is out, what its exchange still does waits for nothing: it
    takes some turns of the loop.
    """
    for _ in range(_TURNS_OF_AN_ENDING):
        await asyncio.sleep(0)


async def serve(channel: socket.socket) -> None:
    """Run a gateway that is controlled through a channel until it is closed."""
    reader, writer = await asyncio.open_connection(sock=channel, limit=LONGEST)
    service = Service(reader, writer, decode(await reader.readline()))
    try:
        await service.run()
    finally:
        writer.close()
