"""A plugin that uses its agent's database, in a real worker."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.agent_memory.scope import Scope
from app.agent_memory.service import AgentMemory
from app.database import Database
from app.host.errand import Beginning
from app.host.hosts import Hosts
from app.identifiers import Kind, new_id
from app.knowledge.group_search import GroupSearch
from app.knowledge.knowledge import PluginKnowledge
from app.models.source import NoModels
from app.settings import Settings
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Json, WorkerSpec
from tests.sandbox.plugins import Listener, method, write_service

SOURCE = (Path(__file__).parent / "everything.mjs").read_text().replace("export ", "")
GRANTED = frozenset({Permission.MEMORY_READ, Permission.MEMORY_WRITE})


class Agent:
    """An agent of a group, whose plugin runs for it."""

    def __init__(self, hosts: Hosts, database: Database, settings: Settings, folder: Path) -> None:
        self.group = new_id(Kind.GROUP)
        self.instance = new_id(Kind.THING)
        self.id = new_id(Kind.THING)
        self._hosts = hosts
        self._folder = folder
        self._errand = Beginning(self.instance, self.group, self.instance, self.id)
        self.memory = AgentMemory(database, settings, Scope.of(self._errand))

    async def run(
        self, pool: WorkerPool, body: str, permissions: frozenset[Permission] = GRANTED
    ) -> Json:
        """Run a method body in a worker of its own; ``db`` is the adapter."""
        text = f"async go() {{ const db = this.runtime.adapter; {body} }}"
        artifact = write_service(self._folder / new_id(Kind.THING), text, SOURCE)
        host = self._hosts.of(self._errand)
        spec = WorkerSpec(
            artifact, {}, self.id, "Agent", Grants(permissions=permissions), host=host
        )
        key = new_id(Kind.EXECUTION)
        answer = await pool.call(
            key, spec, method("go"), timeout_seconds=20, observer=Listener(), host=host
        )
        return answer.result


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    """A pool of workers."""
    pool = WorkerPool(Limits(), size=1)
    await pool.start()
    yield pool
    await pool.close()


@pytest.fixture
async def hosts(database: Database, tmp_path: Path) -> AsyncIterator[Hosts]:
    """What the host does for plugins."""
    settings = Settings(data_dir=tmp_path / "data")
    knowledge = PluginKnowledge(settings, database)
    search = GroupSearch(database, knowledge.indexer)
    yield Hosts(database, settings, search, NoModels())
    await knowledge.close()


@pytest.fixture
def agent(hosts: Hosts, database: Database, tmp_path: Path) -> Agent:
    """An agent."""
    return Agent(hosts, database, Settings(data_dir=tmp_path / "data"), tmp_path)
