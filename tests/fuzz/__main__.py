"""``make fuzz``: as many generated requests as one likes, with a look at the server's memory."""

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.fuzz.campaign import Campaign
from tests.fuzz.finding import Finding
from tests.fuzz.health import resident_bytes
from tests.fuzz.trial import Trial
from tests.fuzz.world import World, running

COUNT = int(os.environ.get("COUNT", "100000"))
SEED = int(os.environ.get("SEED", "1"))
WARM_UP = 5_000
STEP = 5_000
MOST_GROWTH = 20_000_000  # bytes after the warm-up
_PAIRS = 20  # requests to one operation between tenants


async def main() -> int:
    """Run both suites; returns the exit code."""
    with TemporaryDirectory(prefix="one-graph-fuzz-") as folder:
        async with (
            running(Path(folder)) as world,
            httpx.AsyncClient(base_url=world.server.url, timeout=60) as client,
        ):
            findings = await _requests(world, client)
            trial = Trial(world, client, SEED)
            await trial.ask(COUNT // _PAIRS)
            _say(f"{trial.asked} operations between tenants, {len(trial.findings)} findings")
            findings += trial.findings
    _say("\n\n".join(map(str, findings)))
    return 1 if findings else 0


async def _requests(world: World, client: httpx.AsyncClient) -> list[Finding]:
    campaign = Campaign(world, client, SEED)
    warm = 0
    while campaign.sent < COUNT:
        await campaign.send(min(STEP, COUNT - campaign.sent))
        used = resident_bytes(world.server.pid)
        warm = warm or (used if campaign.sent >= WARM_UP else 0)
        _say(f"{campaign.sent} requests, {len(campaign.findings)} findings, {used / 1e6:.0f} MB")
    growth = resident_bytes(world.server.pid) - warm if warm else 0
    _say(f"memory grew by {growth / 1e6:.1f} MB after the first {WARM_UP} requests")
    grown = [Finding(f"memory grew by {growth} bytes")] if growth > MOST_GROWTH else []
    return campaign.findings + grown


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
