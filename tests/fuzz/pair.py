"""Two tenants: one asks for anything, also for what is the other's, and gets nothing of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import httpx
from graphql import OperationType

from tests.fuzz.belongings import Belongings, belongings
from tests.fuzz.filling import operation
from tests.fuzz.finding import Finding
from tests.fuzz.leaks import counted, leaks
from tests.fuzz.listener import Ear, following
from tests.fuzz.operation import Operation, Outline
from tests.fuzz.pool import filling_of
from tests.fuzz.request import EVENTS, post
from tests.fuzz.socket_talk import spoken
from tests.fuzz.stream_talk import StreamTalk
from tests.fuzz.talks import Talk, answer_to
from tests.fuzz.tenant import WITNESS, Tenant
from tests.fuzz.world import World

_HOSTILE = 0.05
_EVENT_SECONDS = 0.5
_SIGNS = 20
_SIGN = """mutation ($group: ID!, $name: String!) {
  createThing(input: {group: $group, type: "blog_post", name: $name}) { __typename }
}"""


@dataclass
class Pair:
    """``one`` asks, with ``token``; what is ``other``'s must stay out of every answer.

    Attributes:
        lived: how many documents the other changed of their own.
        heard: how many events the one has followed.
        findings: what went wrong.
    """

    world: World
    client: httpx.AsyncClient
    one: Tenant
    other: Tenant
    token: str | None
    lived: int = 0
    heard: int = 0
    findings: list[Finding] = field(default_factory=list)

    async def meet(self, asked: Sequence[Outline], own: Sequence[Outline], chance: Random) -> None:
        """One round: the other lives, the one asks, and what the one hears is looked at."""
        witness = self.world.token(WITNESS, self.one)
        async with following(self.client, witness, self.one.group.id) as ears:
            await self._sign(witness, "sign before", ears)
            unlived = await self._settled()
            await self._live(own)
            before = await self._settled()
            self.lived += len(unlived.changed(before))
            both = filling_of((self.one, self.other), self.world, _HOSTILE)
            said = [await self._ask(operation(each, both), before, chance) for each in asked]
            after = await self._settled()
            await self._sign(witness, "sign after", ears)
        if changed := before.changed(after):
            self._found(f"the other's documents changed: {changed}", "\n".join(said))
        for ear in ears:
            self._look(ear.heard, "", before, "events that were followed")
            self.heard += ear.heard.count("cursor")

    async def _sign(self, witness: str | None, word: str, ears: Sequence[Ear]) -> None:
        """Make events until everybody hears one, and so has heard all before it."""
        sign = {"query": _SIGN, "variables": {"group": self.one.group.id, "name": word}}
        for _ in range(_SIGNS):
            await post(sign).send(self.client, witness)
            heard = await asyncio.gather(*(ear.hears(word, _EVENT_SECONDS) for ear in ears))
            if all(heard):
                return
        raise TimeoutError(f"nobody hears {word!r}")

    async def _live(self, own: Sequence[Outline]) -> None:
        """The other's owner changes things of their own."""
        filling = filling_of((self.other,), self.world, 0.0)
        owner = self.world.token("owner", self.other)
        for outline in own:
            await post(operation(outline, filling).payload()).send(self.client, owner)

    async def _settled(self) -> Belongings:
        while True:
            found = await belongings(self.world.database, self.other)
            if not found.busy:
                return found
            await asyncio.sleep(0.02)

    async def _ask(self, asked: Operation, before: Belongings, chance: Random) -> str:
        talk = _by_any_way(asked, chance)
        found, answer = await answer_to(talk, self.client, self.token)
        replay = talk.replay(str(self.client.base_url), self.token)
        self._look(answer, f"{asked.document} {asked.variables}", before, replay)
        wrong = counted(asked, answer, before.ids) + ([found] if found else [])
        for text in wrong:
            self._found(text, replay, answer)
        return replay

    def _look(self, answer: str, sent: str, before: Belongings, replay: str) -> None:
        for leak in leaks(answer, sent, self.other.marker, before.ids):
            self._found(f"told of another tenant: {leak}", replay, answer)

    def _found(self, complaint: str, replay: str, answer: str = "") -> None:
        self.findings.append(Finding(complaint, replay, answer))


def _by_any_way(asked: Operation, chance: Random) -> Talk:
    payload = asked.payload()
    ways: list[Talk] = [spoken([asked]), post(payload, EVENTS), StreamTalk(payload)]
    if asked.kind is not OperationType.SUBSCRIPTION:
        ways.append(post(payload))
    return chance.choice(ways)
