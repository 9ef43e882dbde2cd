"""Running many attacks, a few at a time."""

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.attacks.assault import Outcome, assault
from tests.attacks.attack import Attack
from tests.attacks.bait import laid_bait
from tests.attacks.layers import Layer, without

_AT_ONCE = 4


async def battle(attacks: Sequence[Attack], removed: Iterable[Layer] = ()) -> list[Outcome]:
    """Run attacks where some layers are missing; the outcomes are in the attacks' order.

    The bait lies where no layer but the mounts hides it: not in the temporary folder, which a
    worker has one of.
    """
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int, attack: Attack) -> Outcome:
        async with turn, laid_bait(root / f"bait-{number}") as bait:
            return await assault(attack, bait, root / f"plugin-{number}")

    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder, without(removed):
        root = Path(folder)
        root.chmod(0o755)
        return await asyncio.gather(*(one(*numbered) for numbered in enumerate(attacks)))
