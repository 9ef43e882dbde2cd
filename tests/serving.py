"""A real server process, and clients that talk to it as anyone would."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from app.auth.tokens import issue
from app.database import Database
from app.documents import DOCUMENTS
from app.embedded.keys import signing_key
from app.embedded.lock import read_running
from app.settings import Settings

COMMAND = str(Path(sys.executable).parent / "one-graph")
START_SECONDS = 60
Json = Any


class ServerProcess:
    """``one-graph serve`` on a free port, with a data folder of its own."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ONE_")},
            "ONE_DATA_DIR": str(data_dir),
            "ONE_PORT": "0",
            "ONE_EXECUTIONS_PER_MINUTE": "0",
            "ONE_INSTALLS_PER_HOUR": "0",
            "ONE_REQUESTS_PER_MINUTE": "0",
            "ONE_STRANGER_REQUESTS_PER_MINUTE": "0",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [COMMAND, "serve"], env=self.environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(START_SECONDS):
            while not await self._ready():
                assert self.process.poll() is None, self.log()
                await asyncio.sleep(0.02)

    async def _ready(self) -> bool:
        running = read_running(self.data_dir)
        if running is None or running.url is None:
            return False
        self.url = running.url
        async with httpx.AsyncClient() as client:
            try:
                return (await client.get(f"{self.url}/readyz")).status_code == 200
            except httpx.TransportError:
                return False

    @property
    def _log(self) -> Path:
        return self.data_dir.with_suffix(".log")

    def log(self) -> str:
        """What the server printed."""
        return self._log.read_text()

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self.process is not None
        return self.process.pid

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; returns its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(timeout=10)
        self.process = None
        return code

    def end(self) -> None:
        """Stop it unless it has ended, as it may after a test that failed."""
        if self.process and self.process.poll() is None:
            self.stop()

    @property
    def mongodb_uri(self) -> str:
        """Where its database is, while it runs."""
        running = read_running(self.data_dir)
        assert running is not None
        assert running.mongodb_uri is not None
        return running.mongodb_uri

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Its database, while it runs."""
        opened = Database(self.mongodb_uri, Settings().mongodb_database)
        await opened.open(DOCUMENTS)
        try:
            yield opened
        finally:
            await opened.close()

    async def token(self, role: str, group: str | None = "demo") -> str:
        """A token, as the command line gives it."""
        where = ["--group", group] if group else []
        process = await asyncio.create_subprocess_exec(
            *(COMMAND, "token", "--role", role, *where),
            env=self.environment,
            stdout=subprocess.PIPE,
        )
        out, _ = await process.communicate()
        assert process.returncode == 0
        return out.decode().strip()

    def token_for(self, person: str, lifetime: timedelta = timedelta(hours=1)) -> str:
        """A token that this server signed, for anybody, also one that has expired."""
        return issue(signing_key(Settings(data_dir=self.data_dir)), person, lifetime)

    def client(self, token: str | None = None) -> "GraphQLClient":
        """A client with that token; without one, a stranger."""
        return GraphQLClient(self.url, token)


class GraphQLClient:
    """Queries by HTTP, subscriptions by WebSocket."""

    def __init__(self, url: str, token: str | None) -> None:
        self._url = f"{url}/graphql"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.AsyncClient(base_url=url, headers=self._headers, timeout=120)

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def answer(self, query: str, /, **variables: Json) -> Json:
        """The whole answer, errors included."""
        body = {"query": query, "variables": variables}
        return (await self.http.post("/graphql", json=body)).json()

    async def data(self, query: str, /, **variables: Json) -> Json:
        """The data of an answer without errors."""
        answer = await self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def group_id(self, slug: str = "demo") -> str:
        """The id of a group of the caller's."""
        data = await self.data("query ($slug: String!) { group(slug: $slug) { id } }", slug=slug)
        identifier: str = data["group"]["id"]
        return identifier

    async def error_code(self, query: str, /, **variables: Json) -> str:
        """The code of the first error of an answer that has one."""
        answer = await self.answer(query, **variables)
        code: str = answer["errors"][0]["extensions"]["code"]
        return code

    @asynccontextmanager
    async def subscribe(
        self, query: str, /, **variables: Json
    ) -> AsyncIterator[AsyncIterator[Json]]:
        """The data of each update, until the server completes or the block ends."""
        address = self._url.replace("http", "ws", 1)
        async with connect(
            address, subprotocols=[Subprotocol("graphql-transport-ws")], max_size=None
        ) as socket:
            await socket.send(json.dumps({"type": "connection_init", "payload": self._headers}))
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            payload = {"query": query, "variables": variables}
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
            yield _updates(socket)

    async def all_updates(self, query: str, /, **variables: Json) -> list[Json]:
        """Every update of a subscription that ends by itself."""
        async with self.subscribe(query, **variables) as updates, asyncio.timeout(120):
            return [update async for update in updates]


class SubscriptionFailed(Exception):
    """The server answered a subscription with an error; ``code`` says which."""

    def __init__(self, error: Json) -> None:
        super().__init__(error["message"])
        self.code: str = error["extensions"]["code"]
        self.hint: str | None = error["extensions"].get("hint")


async def _updates(socket: ClientConnection) -> AsyncIterator[Json]:
    async for text in socket:
        message = json.loads(text)
        if message["type"] == "complete":
            return
        if message["type"] == "error":
            raise SubscriptionFailed(message["payload"][0])
        if message["type"] == "ping":
            await socket.send(json.dumps({"type": "pong"}))
        if message["type"] == "next":
            if message["payload"].get("errors"):
                raise SubscriptionFailed(message["payload"]["errors"][0])
            yield message["payload"]["data"]
