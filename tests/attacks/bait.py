"""What a machine has to lose: real files, processes and servers of the host."""

import asyncio
import os
import secrets
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Bait:
    """Where the loot is; whoever gets ``token`` has it."""

    token: str
    environment: str
    folder: Path
    tcp_port: int
    udp_port: int
    unix_socket: Path
    abstract_socket: str
    shared_memory: Path
    process: "subprocess.Popen[bytes]"

    @property
    def file(self) -> Path:
        """A file that holds the token."""
        return self.folder / "secret.json"

    def describe(self) -> dict[str, Any]:
        """Give what an attacker is told: everything but the token."""
        return {
            "folder": str(self.folder),
            "file": str(self.file),
            "tcpPort": self.tcp_port,
            "udpPort": self.udp_port,
            "unixSocket": str(self.unix_socket),
            "abstractSocket": self.abstract_socket,
            "sharedMemory": str(self.shared_memory),
            "pid": self.process.pid,
            "hostPid": os.getpid(),
            "environment": self.environment,
        }

    def damage(self) -> list[str]:
        """Say what was done to it."""
        found = []
        if self.process.poll() is not None:
            found.append("a process of the host was killed")
        if not self.file.is_file() or self.token not in self.file.read_text():
            found.append("a file of the host was changed")
        if sorted(os.listdir(self.folder)) != ["gate", "secret.json"]:
            found.append("a folder of the host was changed")
        if self.file.exists() and self.file.stat().st_mode & 0o777 != 0o644:
            found.append("permissions of the host's file were changed")
        return found


@asynccontextmanager
async def laid_bait(folder: Path) -> AsyncIterator[Bait]:
    """Lay it out, and clear it away."""
    token = f"loot-{secrets.token_hex(12)}"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    (folder / "secret.json").write_text(f'{{"token": "{token}"}}')
    (folder / "secret.json").chmod(0o644)
    shared = Path(f"/dev/shm/{secrets.token_hex(8)}")  # noqa: S108 - every process sees it: that is the point
    shared.write_text(token)
    environment = f"BAIT_{secrets.token_hex(6)}"
    os.environ[environment] = token
    abstract = f"one-graph-{secrets.token_hex(6)}"
    process = subprocess.Popen(["sleep", "3600"], process_group=0)
    async with _servers(token, folder / "gate", abstract) as (tcp_port, udp_port):
        try:
            yield Bait(
                token=token, environment=environment, folder=folder, tcp_port=tcp_port, udp_port=udp_port,
                unix_socket=folder / "gate", abstract_socket=abstract,
                shared_memory=shared, process=process,
            )  # fmt: skip
        finally:
            process.kill()
            process.wait()
            os.environ.pop(environment)
            shared.unlink()


@asynccontextmanager
async def _servers(token: str, gate: Path, abstract: str) -> AsyncIterator[tuple[int, int]]:
    async def tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del reader
        with suppress(ConnectionError):
            writer.write(token.encode())
            await writer.drain()
        writer.close()

    loop = asyncio.get_running_loop()
    tcp = await asyncio.start_server(tell, "127.0.0.1", 0)
    unix = await asyncio.start_unix_server(tell, gate)
    gate.chmod(0o777)
    hidden = socket.socket(socket.AF_UNIX)
    hidden.bind(f"\0{abstract}")
    hidden_server = await asyncio.start_unix_server(tell, sock=hidden)
    udp, _ = await loop.create_datagram_endpoint(lambda: _Echo(token), local_addr=("127.0.0.1", 0))
    try:
        yield tcp.sockets[0].getsockname()[1], udp.get_extra_info("sockname")[1]
    finally:
        udp.close()
        for server in (tcp, unix, hidden_server):
            server.close()
            await server.wait_closed()


class _Echo(asyncio.DatagramProtocol):
    def __init__(self, token: str) -> None:
        self._token = token

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        del data
        assert isinstance(self._transport, asyncio.DatagramTransport)
        self._transport.sendto(self._token.encode(), addr)
