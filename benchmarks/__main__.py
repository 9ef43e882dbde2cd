"""``make bench``: every figure that must hold, each beside a baseline of the same run."""

import asyncio
import logging
import tempfile
from pathlib import Path

from benchmarks import execute, gateway, install, pool, search, start
from benchmarks.figure import Figure
from benchmarks.indexed import until_indexed
from sandbox.install.artifact_store import ArtifactStore
from tests.serving import ServerProcess


async def main() -> None:
    """Measure on a new data folder, and print a line for each figure."""
    with tempfile.TemporaryDirectory(prefix="one-graph-bench-") as folder:
        scratch = Path(folder)
        server = ServerProcess(scratch / "data")
        try:
            show(await start.measure(server, scratch))
            await measure_running(server, scratch)
        finally:
            server.stop()


async def measure_running(server: ServerProcess, scratch: Path) -> None:
    """What needs a running server."""
    first = server.client(await server.token("org_owner", "demo"))
    second = server.client(await server.token("org_owner", "demo2"))
    try:
        passages = await until_indexed(server, first)
        figures, instance = await install.measure(first, second, scratch)
        show(figures)
        show(await execute.measure(server, first, instance))
        show(await search.measure(first, passages))
        (starter,) = ArtifactStore(server.data_dir / "artifacts").list()
        show(await pool.measure(starter.path))
        show(await gateway.measure())
    finally:
        await first.close()
        await second.close()


def show(figures: list[Figure]) -> None:
    """Print figures as they come."""
    for figure in figures:
        print(figure.line(), flush=True)


logging.disable(logging.WARNING)
asyncio.run(main())
