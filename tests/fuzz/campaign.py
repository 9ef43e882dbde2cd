"""Generated requests in rounds, each with tenants of its own."""

import asyncio
from dataclasses import dataclass, field
from random import Random

import httpx

from tests.fuzz.chance import seeded
from tests.fuzz.drawing import drawn
from tests.fuzz.filling import operation
from tests.fuzz.finding import Finding
from tests.fuzz.health import LogWatch
from tests.fuzz.operation import Operation, outlines
from tests.fuzz.pool import filling_of
from tests.fuzz.talks import PER_OPERATION, Talk, answer_to, talks
from tests.fuzz.tenant import Tenant
from tests.fuzz.world import CALLERS, World

_ROUND = 125  # operations
_HOSTILE = 0.15
_OFTEN = ("owner", "owner", "user")  # besides everybody


@dataclass
class Campaign:
    """Sends requests; ``findings`` holds what went wrong."""

    world: World
    client: httpx.AsyncClient
    seed: int
    sent: int = 0
    findings: list[Finding] = field(default_factory=list)

    async def send(self, count: int) -> None:
        """Send at least so many more."""
        end = self.sent + count
        log = LogWatch(self.world.server)
        while self.sent < end:
            left = -(-(end - self.sent) // PER_OPERATION)
            await self._round(min(left, _ROUND))
            self.findings += [Finding("the log holds:", answer=text) for text in log.faults()]

    async def _round(self, count: int) -> None:
        seed = self.seed * 1_000_003 + self.sent
        tenants = await self.world.tenants(2, seed)
        filling = filling_of([*tenants, tenants[0]], self.world, _HOSTILE)
        made = [operation(outline, filling) for outline in drawn(outlines(), count, seed)]
        tokens = self._tokens(tenants[0])
        chance = seeded("round", seed)
        for each in made:
            await self._try(each, chance.choice(made), tokens, chance)

    def _tokens(self, tenant: Tenant) -> list[str | None]:
        return [self.world.token(caller, tenant) for caller in (*CALLERS, *_OFTEN)]

    async def _try(
        self, one: Operation, other: Operation, tokens: list[str | None], chance: Random
    ) -> None:
        sent = [(talk, chance.choice(tokens)) for talk in talks(one, other, chance)]
        self.sent += len(sent)
        results = await asyncio.gather(*(self._deliver(*each) for each in sent))
        self.findings += [finding for finding in results if finding]

    async def _deliver(self, talk: Talk, token: str | None) -> Finding | None:
        try:
            found, answer = await answer_to(talk, self.client, token)
        except Exception as error:
            found, answer = f"{type(error).__name__}: {error}", ""
        return Finding(found, talk.replay(self.world.server.url, token), answer) if found else None
