"""Commands as real processes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from tests.processes import alive, descendants
from tests.serving import COMMAND, GraphQLClient, ServerProcess

SECRET_KEY = "k" * 32
GONE_SECONDS = 3


class SharedServer(ServerProcess):
    """``one-graph serve`` on a database that others use too: it executes nothing itself."""

    def __init__(self, data_dir: Path, mongodb_uri: str, database: str, **settings: str) -> None:
        port = free_port()
        shared = {
            "ONE_MONGODB_URI": mongodb_uri,
            "ONE_MONGODB_DATABASE": database,
            "ONE_SECRET_KEY": SECRET_KEY,
            "ONE_MASTER_KEY": "0" * 64,
            "ONE_SYNC_ON_START": "false",
            "ONE_PORT": str(port),
        }
        super().__init__(data_dir, **shared, **settings)
        self.url = f"http://127.0.0.1:{port}"

    async def _ready(self) -> bool:
        with suppress(httpx.TransportError):
            return (await self.readiness()).status_code == 200
        return False

    async def readiness(self) -> httpx.Response:
        """What ``/readyz`` answers."""
        async with httpx.AsyncClient() as client:
            return await client.get(f"{self.url}/readyz")


async def start(server: ServerProcess, *arguments: str) -> asyncio.subprocess.Process:
    """Start a command with a server's environment; its output is read through pipes."""
    return await asyncio.create_subprocess_exec(
        COMMAND,
        *arguments,
        env=server.environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(server: ServerProcess, *arguments: str) -> tuple[int | None, str, str]:
    """Exit code, output and errors of a command with a server's environment."""
    process = await start(server, *arguments)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def client_of(server: ServerProcess, role: str) -> AsyncIterator[GraphQLClient]:
    """A client of somebody with that role in the group demo."""
    client = server.client(await server.token(role))
    try:
        yield client
    finally:
        await client.close()


async def nothing_left_of(pids: set[int]) -> bool:
    """Whether all these processes end within three seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(GONE_SECONDS):
            while any(alive(pid) for pid in pids):  # noqa: ASYNC110 - nothing signals it
                await asyncio.sleep(0.05)
            return True
    return False


def programs(pid: int) -> dict[int, str]:
    """The processes that a process started, with the name of each one's program."""
    return {child: Path(f"/proc/{child}/comm").read_text().strip() for child in descendants(pid)}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
