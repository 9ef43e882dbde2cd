"""Rounds between random pairs of tenants."""

from dataclasses import dataclass, field

import httpx
from graphql import OperationType

from tests.fuzz.chance import seeded
from tests.fuzz.drawing import drawn
from tests.fuzz.finding import Finding
from tests.fuzz.operation import outlines
from tests.fuzz.pair import Pair
from tests.fuzz.world import World

PER_ROUND = 25  # operations of the one who asks
OWN = 12  # changes that the other makes meanwhile
MUTATIONS = (OperationType.MUTATION,)
_ROLES = ("owner", "owner", "user", "customer")


@dataclass
class Trial:
    """Asks; see ``Pair`` for what is counted."""

    world: World
    client: httpx.AsyncClient
    seed: int
    asked: int = 0
    rounds: int = 0
    lived: int = 0
    heard: int = 0
    findings: list[Finding] = field(default_factory=list)

    async def ask(self, count: int) -> None:
        """Ask so many operations, in rounds."""
        asked = drawn(outlines(), count, self.seed)
        own = drawn(outlines(MUTATIONS), OWN * -(-count // PER_ROUND), self.seed)
        chance = seeded("trial", self.seed)
        for start in range(0, count, PER_ROUND):
            one, other = await self.world.tenants(2, f"trial {self.seed} {start}")
            token = self.world.token(chance.choice(_ROLES), one)
            pair = Pair(self.world, self.client, one, other, token)
            mine = own[self.rounds * OWN : (self.rounds + 1) * OWN]
            await pair.meet(asked[start : start + PER_ROUND], mine, chance)
            self._add(pair)
        self.asked += len(asked)

    def _add(self, pair: Pair) -> None:
        self.rounds += 1
        self.lived += pair.lived
        self.heard += pair.heard
        self.findings += pair.findings
