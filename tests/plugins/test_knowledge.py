"""plugin-knowledge keeps texts and finds them by what they mean."""

import pytest

from tests.people import People
from tests.plugins.releases import KNOWLEDGE
from tests.plugins.tenant import in_use, provider, succeeded
from tests.serving import Json

TEXT = "The warehouse in Bergen opens at seven. Deliveries use gate four."
REMEMBERED = """
    query ($g: ID!) { group(id: $g) { knowledge(type: ["memory"], first: 50) {
        nodes { text labels } } } }"""


@pytest.fixture(scope="module")
async def instance(people: People) -> str:
    made = await in_use(
        people,
        KNOWLEDGE,
        settings={"CTX_KNOWLEDGE_ENABLED": "false"},
        permissions=["memory.read", "memory.write", "models.use"],
    )
    said = f"Add this to your knowledge: {TEXT}"
    ended = await succeeded(people, made, "PROCESS_KNOWLEDGE", text=said)
    assert "added" in _said(ended)
    return made


def _said(ended: Json) -> str:
    return " ".join(callback["text"] for callback in ended["callbacks"])


async def test_it_finds_a_passage(people: People, instance: str) -> None:
    asked = "Search your knowledge for when the warehouse opens"
    ended = await succeeded(people, instance, "SEARCH_KNOWLEDGE", text=asked)
    assert "Bergen opens at seven" in _said(ended)


async def test_an_agent_is_told_of_it(people: People, instance: str) -> None:
    told = await provider(people, instance, "KNOWLEDGE", text="When does the warehouse open?")
    assert "Bergen opens at seven" in told["text"]


async def test_the_group_sees_what_it_keeps(people: People, instance: str) -> None:
    assert instance
    nodes = (await people.user.data(REMEMBERED, g=people.demo))["group"]["knowledge"]["nodes"]
    kept = [(node["labels"], node["text"]) for node in nodes]
    assert any(labels == ["knowledge"] and "Bergen" in text for labels, text in kept)
