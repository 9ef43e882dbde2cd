"""From the command to ``/readyz``, against the start of MongoDB alone."""

from pathlib import Path

from app.embedded.mongod import EmbeddedMongod
from benchmarks.figure import Figure
from benchmarks.stopwatch import seconds_of
from tests.serving import ServerProcess

FIRST_LIMIT = 15.0
LATER_LIMIT = 5.0
LATER_STARTS = 3


async def measure(server: ServerProcess, scratch: Path) -> list[Figure]:
    """Start ``server`` on its empty folder, then again and again; it runs afterwards."""
    mongod = EmbeddedMongod(scratch / "mongod")
    bare_first = await seconds_of(mongod.start)
    await mongod.stop()
    bare_later = await seconds_of(mongod.start)
    await mongod.stop()
    first = await seconds_of(server.start)
    later = []
    for _ in range(LATER_STARTS):
        server.stop()
        later.append(await seconds_of(server.start))
    return [
        Figure("first start to /readyz", [first], FIRST_LIMIT, "mongod alone", [bare_first]),
        Figure("later start to /readyz", later, LATER_LIMIT, "mongod alone", [bare_later]),
    ]
