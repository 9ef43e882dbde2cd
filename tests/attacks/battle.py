"""Running many attacks, a few at a time."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.attacks.assault import Outcome, assault
from tests.attacks.attack import Attack
from tests.attacks.bait import laid_bait
from tests.attacks.layers import Layer, without
from tests.attacks.world.gateway_layers import REMOVALS
from tests.attacks.world.world import World, world_without

_AT_ONCE = 4


class _Worlds:
    """As many gateways as attacks run at once, begun when they are needed."""

    def __init__(self, removed: Iterable[Layer]) -> None:
        self._removed = [layer for layer in removed if layer in REMOVALS]
        self._stack = AsyncExitStack()
        self._beginning = asyncio.Lock()
        self._free: list[World] = []

    async def __aenter__(self) -> "_Worlds":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @asynccontextmanager
    async def one_for(self, attack: Attack) -> AsyncIterator[World | None]:
        """Give the attack a network, if it was granted one."""
        if not attack.network:
            yield None
            return
        world = self._free.pop() if self._free else await self._begin()
        yield world
        if world.alive:
            self._free.append(world)

    async def _begin(self) -> World:
        async with self._beginning:  # one after the other: each has a process of its own started
            return await self._stack.enter_async_context(world_without(self._removed))


async def battle(attacks: Sequence[Attack], removed: Iterable[Layer] = ()) -> list[Outcome]:
    """Run attacks where some layers are missing; the outcomes are in the attacks' order.

    The bait lies where no layer but the mounts hides it: not in the temporary folder, which a
    worker has one of.
    """
    turn = asyncio.Semaphore(_AT_ONCE)
    removed = list(removed)

    async def one(number: int, attack: Attack) -> Outcome:
        bait_folder = root / f"bait-{number}"
        async with turn, laid_bait(bait_folder) as bait, worlds.one_for(attack) as world:
            return await assault(attack, bait, root / f"plugin-{number}", world)

    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder, without(removed):
        root = Path(folder)
        root.chmod(0o755)
        async with _Worlds(removed) as worlds:
            return await asyncio.gather(*(one(*numbered) for numbered in enumerate(attacks)))
