"""A server reduced to its data: holds the folder given, runs mongod there, and waits."""

import asyncio
import sys
from pathlib import Path

from app.embedded.lock import DataDirLock
from app.embedded.mongod import EmbeddedMongod


async def main(data_dir: Path) -> None:
    """Print the process id of mongod and its URI, then write until killed."""
    with DataDirLock(data_dir) as lock:
        mongod = EmbeddedMongod(data_dir)
        uri = await mongod.start()
        lock.publish(mongodb_uri=uri)
        print(mongod.pid, uri, flush=True)  # noqa: T201 - the test reads it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
