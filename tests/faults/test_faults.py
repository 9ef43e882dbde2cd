"""Mixed executions of real plugins, with faults put in: the short form of ``make faults``."""

from pathlib import Path

from tests.faults.campaign import Campaign
from tests.faults.case import Fault
from tests.faults.lanes import lanes
from tests.faults.world import world

COUNT = 150


async def test_every_execution_ends_as_its_fault_has_it(tmp_path: Path) -> None:
    async with world(tmp_path) as made:
        campaign = Campaign(made, seed=1, tell=lambda _ended: None)
        table = await campaign.run(await lanes(made), COUNT)
    assert table.otherwise == []
    assert table.count >= COUNT
    assert {fault for fault, _, _ in table.rows} == set(map(str, Fault))
