"""Valid, broken and hostile requests over three transports: the server answers them all."""

import httpx

from tests.fuzz.campaign import Campaign
from tests.fuzz.world import World

COUNT = 2_000
SEED = 1


async def test_no_request_breaks_the_server_or_reaches_its_log_as_a_fault(
    world: World, client: httpx.AsyncClient
) -> None:
    campaign = Campaign(world, client, SEED)
    await campaign.send(COUNT)
    assert campaign.sent >= COUNT
    assert not campaign.findings, "\n\n".join(map(str, campaign.findings))
