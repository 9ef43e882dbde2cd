"""``make faults``: as many mixed executions as one likes, and the table of how they ended."""

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.campaign import Campaign
from tests.faults.lanes import lanes
from tests.faults.table import Table
from tests.faults.world import world

COUNT = int(os.environ.get("COUNT", "10000"))
SEED = int(os.environ.get("SEED", "1"))
LEAST_SHARE = 0.999
_STEP = 500


async def run(folder: Path) -> Table:
    """Execute them all."""
    async with world(folder) as made:
        campaign = Campaign(made, SEED, _tell)
        return await campaign.run(await lanes(made), COUNT)


def _tell(ended: int) -> None:
    if ended % _STEP == 0:
        sys.stdout.write(f"{ended} executions\n")
        sys.stdout.flush()


def main() -> int:
    """Print the table; the exit code says whether enough ended as they must."""
    with TemporaryDirectory(prefix="one-graph-faults-") as folder:
        table = asyncio.run(run(Path(folder)))
    sys.stdout.write(f"{table}\n{table.count} executions, {table.share:.2%} as they must\n")
    return 0 if table.share >= LEAST_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
