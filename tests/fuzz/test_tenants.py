"""Random pairs of tenants: nothing of one ever appears to the other, over three transports."""

import httpx
from graphql import OperationType

from tests.fuzz.chance import seeded
from tests.fuzz.drawing import drawn
from tests.fuzz.operation import outlines
from tests.fuzz.pair import Pair
from tests.fuzz.trial import MUTATIONS, Trial
from tests.fuzz.world import World

COUNT = 500
QUERIES = (OperationType.QUERY,)
SEED = 1
SIGNS = 4  # events of each round that were made to be heard


async def test_nothing_of_one_tenant_ever_appears_to_another_or_is_changed_by_them(
    world: World, client: httpx.AsyncClient
) -> None:
    trial = Trial(world, client, SEED)
    await trial.ask(COUNT)
    assert trial.asked >= COUNT
    assert trial.lived > 2 * trial.rounds
    assert trial.heard > SIGNS * trial.rounds
    assert not trial.findings, "\n\n".join(map(str, trial.findings))


async def test_with_the_token_of_the_other_the_same_round_finds_plenty(
    world: World, client: httpx.AsyncClient
) -> None:
    one, other = await world.tenants(2, "mistaken")
    pair = Pair(world, client, one, other, world.token("owner", other))
    own = drawn(outlines(MUTATIONS), 5, SEED)
    asked = [*drawn(outlines(QUERIES), 150, SEED), *drawn(outlines(MUTATIONS), 30, SEED)]
    await pair.meet(asked, own, seeded("mistaken"))
    found = " ".join(finding.complaint for finding in pair.findings)
    for complaint in (other.marker, "totalCount", "documents changed"):
        assert complaint in found
