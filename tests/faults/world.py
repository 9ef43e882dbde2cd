"""A server with the plugins under test, and peers of all kinds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.own_plugin import upload_plugin
from tests.e2e.plugins import CLASSIC, PDF, STARTER, index_of
from tests.e2e.synced import synced_server
from tests.faults.peers import SlowPeer, refusing_place
from tests.loopback import serve
from tests.people import People, people_of
from tests.plugins.releases import RELEASES
from tests.plugins.services import Services
from tests.serving import ServerProcess
from tests.standins.internet import internet

HOG = "@own/plugin-hog"
_CODE = """
    export default { name: "hog", description: "Fills memory", actions: [{
      name: "FILL", description: "Fills memory", similes: [], examples: [],
      validate: async () => true,
      handler: async () => {
        for (const kept = []; ; ) kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
      } }] };"""
_UNLIMITED = {
    "ONE_WORKERS": "20",  # more than there are instances, so that none waits for another's process
    "ONE_EXECUTIONS_PER_MINUTE": "0",
    "ONE_INSTALLS_PER_HOUR": "0",
    "ONE_REQUESTS_PER_MINUTE": "0",
    "ONE_EGRESS_REQUESTS_PER_MINUTE": "10000",
    "ONE_EGRESS_REQUESTS_PER_MINUTE_MAX": "10000",
}


@dataclass(frozen=True)
class World:
    """What the executions need."""

    server: ServerProcess
    people: People
    services: Services
    slow: SlowPeer


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """A running server whose plugins reach the services, a slow peer, and one that refuses."""
    services, slow = Services(), SlowPeer()
    async with (
        internet(folder, [*services.all(), slow]) as places,
        serve(services.models.app) as port,
    ):
        places["ONE_EGRESS_RESOLVE"] += f",{refusing_place()}"
        settings = {
            "ONE_MODELS_URL": f"http://127.0.0.1:{port}/v1",
            "ONE_MODELS_KEY": services.models.key,
            **places,
            **_UNLIMITED,
        }
        index = index_of(folder, *RELEASES, STARTER, CLASSIC, PDF)
        async with synced_server(folder / "data", index, **settings) as server:
            await upload_plugin(server, HOG, _CODE)
            people = await people_of(server)
            yield World(server, people, services, slow)
            await people.close()
