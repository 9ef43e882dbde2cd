"""plugin-bootstrap gives an agent its senses and its first actions."""

from datetime import UTC, datetime

import pytest

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import BOOTSTRAP
from tests.plugins.tenant import in_use, provider, succeeded


@pytest.fixture(scope="module")
async def instance(people: People) -> str:
    return await in_use(people, BOOTSTRAP, permissions=["models.use"])


async def test_it_knows_the_time(people: People, instance: str) -> None:
    told = await provider(people, instance, "TIME")
    moment = datetime.fromisoformat(told["data"]["time"]["$date"])
    assert abs(datetime.now(UTC) - moment).total_seconds() < 60
    assert f"{moment:%B} {moment.day}, {moment.year}" in told["text"]


async def test_it_knows_whom_it_plays(people: People, instance: str) -> None:
    told = await provider(people, instance, "CHARACTER")
    assert told["values"]["agentName"] == told["data"]["character"]["name"] == "Demo"


async def test_it_may_do_nothing(people: People, instance: str) -> None:
    ended = await succeeded(people, instance, "NONE", text="Thank you")
    assert ended["result"]["success"] is True
    assert ended["result"]["values"]["actionType"] == "NONE"


async def test_it_replies(people: People, instance: str, thinks: Teach) -> None:
    thinks(
        r"Caller: My name is (\w+)",
        r"<response><thought>A guest.</thought><text>Welcome, \1!</text></response>",
    )
    ended = await succeeded(people, instance, "REPLY", text="My name is Ann")
    (said,) = ended["callbacks"]
    assert said == {"thought": "A guest.", "text": "Welcome, Ann!", "actions": ["REPLY"]}


async def test_it_follows_a_room_if_a_model_thinks_so(
    people: People, instance: str, thinks: Teach
) -> None:
    thinks("Caller: Please follow this room", "YES")
    ended = await succeeded(people, instance, "FOLLOW_ROOM", text="Please follow this room")
    assert ended["result"]["values"]["newState"] == "FOLLOWED"
