"""The executor's side of the gateway."""

import asyncio
import itertools
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sandbox.egress.door import Listener
from sandbox.egress.folder import make_folder, sweep_folders
from sandbox.egress.message import LONGEST, Message, decode, encode, read_record, write_grants
from sandbox.egress.resolver import Endpoint
from sandbox.errors import GatewayFailed
from sandbox.grants.grants import Grants

_STOP_SECONDS = 5


class _Door:
    """A door that the gateway holds open."""

    def __init__(
        self, gateway: "Gateway", number: int, socket_path: Path, placeholders: Mapping[str, str]
    ) -> None:
        self.socket = socket_path
        self.authority = gateway.authority
        self.placeholders = placeholders
        self._gateway = gateway
        self._number = number

    async def begin_execution(self) -> None:
        await self._gateway.ask("begin", self._number)

    async def close(self) -> None:
        await self._gateway.close_door(self._number)


class Gateway:
    """Starts the gateway as a process of its own, and opens doors in it.

    Args:
        mapped: the operator's own addresses for names; these are not judged.
        extra_authorities: further certificate authorities for hosts, as PEM.
    """

    def __init__(
        self, mapped: Mapping[str, Endpoint] | None = None, extra_authorities: str | None = None
    ) -> None:
        self.authority = ""
        self._mapped = mapped or {}
        self._extra_authorities = extra_authorities
        self._listeners: dict[int, Listener] = {}
        self._answers: dict[int, asyncio.Future[Message]] = {}
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        """Start the process and wait until it listens.

        Raises:
            GatewayFailed: it does not start.
        """
        await asyncio.to_thread(sweep_folders)
        self._folder = make_folder()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _start(theirs.fileno())
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=LONGEST)
        self._writer.write(encode(self._settings()))
        first = await self._reader.readline()
        if not first:
            await self.close()
            raise GatewayFailed("the egress gateway does not start")
        self.authority = decode(first)["authority"]
        self._hearing = asyncio.create_task(self._hear())

    async def open_door(self, grants: Grants, on_request: Listener) -> _Door:
        """Open a door for one worker; see ``sandbox.egress.door.Doorkeeper``.

        Raises:
            GatewayFailed: the gateway is gone, or a secret cannot be bound to hosts.
        """
        await self._require_process()
        number = next(self._numbers)
        self._listeners[number] = on_request
        try:
            answer = await self.ask("open", number, grants=write_grants(grants))
        except BaseException:
            self._listeners.pop(number)
            raise
        return _Door(self, number, self._folder / f"{number}", answer["placeholders"])

    async def close_door(self, number: int) -> None:
        """End a door; all of its requests were told of by then."""
        try:
            await self.ask("close", number)
        except GatewayFailed:
            pass  # with the gateway, its doors are gone
        finally:
            self._listeners.pop(number, None)

    async def ask(self, kind: str, number: int, **fields: object) -> Message:
        """Tell the gateway something and wait for its answer.

        Raises:
            GatewayFailed: the gateway is gone, or says no.
        """
        asked = next(self._numbers)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        if self._process is None or self._hearing.done():
            raise GatewayFailed("the egress gateway has ended")
        self._answers[asked] = answer
        self._writer.write(encode({"type": kind, "door": number, "ask": asked, **fields}))
        try:
            message = await answer
        finally:
            self._answers.pop(asked, None)
        if "error" in message:
            raise GatewayFailed(message["error"])
        return message

    async def close(self) -> None:
        """Stop the process and clear away what it left."""
        if self._process is None:
            return
        self._writer.close()
        try:
            await asyncio.to_thread(self._process.wait, _STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        if self.authority:
            await self._hearing
        self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _require_process(self) -> None:
        """Start a gateway in place of one that died; the doors of that one stay shut."""
        async with self._starting:
            if self._process is not None and self._hearing.done():
                await self.close()
                await self.start()

    def _settings(self) -> Message:
        return {
            "folder": str(self._folder),
            "mapped": {name: [end.address, end.port] for name, end in self._mapped.items()},
            "authorities": self._extra_authorities,
        }

    async def _hear(self) -> None:
        try:
            while line := await self._reader.readline():
                self._take(decode(line))
        except ConnectionError:
            pass  # it was killed
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(GatewayFailed("the egress gateway has ended"))

    def _take(self, message: Message) -> None:
        if message["type"] == "record":
            listener = self._listeners.get(message["door"])
            if listener is not None:
                listener(read_record(message["record"]))
            return
        answer = self._answers.get(message["ask"])
        if answer is not None and not answer.done():
            answer.set_result(message)


def _start(channel: int) -> "subprocess.Popen[bytes]":
    """Start it with no environment, and in a group of its own: Ctrl-C is for the executor."""
    return subprocess.Popen(  # noqa: S603 - this Python, our own module
        [sys.executable, "-I", "-m", "sandbox.egress", str(channel)],
        stdin=subprocess.DEVNULL,
        pass_fds=(channel,),
        process_group=0,
        env={},
    )
