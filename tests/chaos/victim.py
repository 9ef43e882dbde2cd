"""A server that is killed and started again on the same data folder."""

import asyncio
import signal
from pathlib import Path

from sandbox.install.artifact_store import ArtifactStore
from tests.processes import alive, descendants
from tests.serving import GraphQLClient, ServerProcess


class Victim:
    """A server, the id of its group demo, and a client of that group's owner."""

    client: GraphQLClient
    group: str

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self._token = ""

    async def start(self) -> None:
        """Start it on whatever its folder holds."""
        await self.server.start()
        self._token = self._token or await self.server.token("org_owner")
        self.client = self.server.client(self._token)
        self.group = await self.client.group_id()

    async def event_types(self, target: str) -> list[str]:
        """What was recorded about a node, newest first."""
        query = "query ($g: ID!, $t: ID!) { events(group: $g, target: $t) { nodes { type } } }"
        data = await self.client.data(query, g=self.group, t=target)
        return [node["type"] for node in data["events"]["nodes"]]

    async def end(self, number: signal.Signals) -> set[int]:
        """Send a signal and wait for the end; the processes that the server had started."""
        started = descendants(self.server.pid)
        assert started
        await self.client.close()
        await asyncio.to_thread(self.server.stop, number)
        return started

    async def kill_and_restart(self) -> None:
        """SIGKILL; what it had started must be gone before the next start."""
        await until_gone(await self.end(signal.SIGKILL))
        await self.start()

    def check_store(self) -> None:
        """The artefact store holds whole artefacts, and nothing else."""
        root = self.server.data_dir / "artifacts"
        assert list((root / "staging").iterdir()) == []
        store = ArtifactStore(root)
        known = {artifact.digest: artifact.path for artifact in store.list()}
        assert {folder.name for folder in (root / "artifacts").iterdir()} == known.keys()
        for path in known.values():
            assert (Path(path) / "package.json").is_file()
        assert all(link.exists() for link in (root / "versions").iterdir())


async def until_gone(pids: set[int]) -> None:
    """Wait until none of the processes lives; the kernel ends them with their parent."""
    async with asyncio.timeout(5):
        while any(map(alive, pids)):  # noqa: ASYNC110 - processes of others ring no bell here
            await asyncio.sleep(0.02)
