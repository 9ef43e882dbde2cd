"""A group finds what it knows, by words at once and soon by meaning, and nobody else's."""

import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from app.database import Database
from app.errors import InvalidInput
from app.knowledge.group_search import GroupSearch
from app.knowledge.group_service import GroupKnowledgeService
from app.knowledge.knowledge import PluginKnowledge
from app.ontology.knowledge import Knowledge
from app.settings import Settings
from tests.app.knowledge.catalogue import SmallCatalogue
from tests.app.knowledge.groups import Tenant, tenant
from tests.app.knowledge.waiting import MODEL, until, until_embedded
from tests.mongodb_commands import counted_reads

REFUNDS = "Customers get their money back within five days."
HOLIDAYS = "Everybody has thirty days off a year."


class World:
    """An index and a search over one database; what is started again finds the same data."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self.database = database
        self._settings = Settings(data_dir=data_dir)
        self.restart()

    def restart(self) -> None:
        """Begin anew with what is stored; nobody embeds until ``knowledge.start``."""
        self.knowledge = PluginKnowledge(self._settings, self.database)
        indexer = self.knowledge.indexer
        self.search = GroupSearch(self.database, indexer)
        self.service = GroupKnowledgeService(self.database, self._settings, indexer)

    async def found(
        self, owner: Tenant, query: str, labels: Sequence[str] | None = None, first: int = 10
    ) -> list[str | None]:
        """The texts that a group finds."""
        matches = await self.search.search(owner.group, query, labels, first)
        return [match.knowledge.text for match in matches]

    async def until_embedded(self) -> None:
        """Wait until nothing is left to do."""
        await until_embedded(self.knowledge.indexer, self.database)

    async def vectors(self) -> int:
        """How many are stored."""
        index = self.knowledge.indexer.prepared
        assert index is not None
        return await index.count()


@pytest.fixture
async def quiet(database: Database, minilm_folder: Path, tmp_path: Path) -> AsyncIterator[World]:
    """Nobody embeds."""
    (tmp_path / "models").symlink_to(minilm_folder.parent)
    world = World(database, tmp_path)
    yield world
    await world.knowledge.close()


@pytest.fixture
async def world(quiet: World) -> World:
    """What is added gets its vectors."""
    quiet.knowledge.start()
    await quiet.until_embedded()
    return quiet


async def test_words_find_a_text_at_once(quiet: World) -> None:
    ours = tenant(quiet.service)
    await ours.add(REFUNDS)
    await ours.add(HOLIDAYS)
    assert await quiet.found(ours, "customer money") == [REFUNDS]
    assert await quiet.found(ours, "reimbursement") == []


async def test_more_matches_take_no_more_reads(quiet: World) -> None:
    ours = tenant(quiet.service)
    for number in range(30):
        await ours.add(f"Counted {number}.")
    for first in (2, 30):
        with counted_reads() as reads:
            assert len(await quiet.found(ours, "counted", first=first)) == first
        assert reads == {"knowledge": 3}


async def test_meaning_finds_a_text_within_two_seconds(world: World) -> None:
    ours = tenant(world.service)
    await ours.add(REFUNDS)
    await ours.add(HOLIDAYS)
    started = time.perf_counter()

    async def vacation() -> bool:
        return HOLIDAYS in await world.found(ours, "how long is the vacation?")

    await until(vacation)
    assert time.perf_counter() - started < 2
    await world.until_embedded()
    assert (await world.found(ours, "how long is the vacation?"))[0] == HOLIDAYS
    assert (await world.found(ours, "reimbursement of a purchase"))[0] == REFUNDS


async def test_nothing_of_another_group_is_found(world: World, catalogue: SmallCatalogue) -> None:
    ours, theirs = tenant(world.service), tenant(world.service)
    await world.knowledge.indexer.changed(await catalogue.fill())
    secret = "The vault opens with the word sesame."
    await theirs.add(secret, ["keys"])
    await ours.add("We open at nine.", ["keys"])
    await world.until_embedded()
    for query in (secret, "sesame", "vault", "Discord channels"):
        for labels in (None, ["keys"]):
            assert secret not in await world.found(ours, query, labels)
            assert not any("Discord" in str(text) for text in await world.found(ours, query))
    assert (await world.found(theirs, "which word opens it?"))[0] == secret
    plugins = await world.knowledge.search.search("vault sesame", None, 10)
    assert not any("sesame" in part.text for match in plugins for part in match.passages)


async def test_scores_do_not_depend_on_what_others_know(world: World) -> None:
    ours, theirs = tenant(world.service), tenant(world.service)
    await ours.add(REFUNDS)
    await world.until_embedded()
    before = await world.search.search(ours.group, "money returned to a customer", None, 10)
    for number in range(30):
        await theirs.add(f"{REFUNDS} Money is returned to each customer, {number} times.")
    await world.until_embedded()
    after = await world.search.search(ours.group, "money returned to a customer", None, 10)
    assert [match.score for match in after] == [match.score for match in before]
    assert len(after) == 1


async def test_a_vector_without_its_group_in_the_database_proves_nothing(world: World) -> None:
    ours, theirs = tenant(world.service), tenant(world.service)
    entry = await theirs.add(REFUNDS)
    await world.until_embedded()
    collection = world.database.collection(Knowledge)
    await collection.update_many({"source": entry.id}, {"$set": {"group": ours.group}})
    assert await world.found(theirs, REFUNDS) == []
    assert await world.found(ours, REFUNDS) == []


async def test_a_match_cites_its_best_passage(world: World) -> None:
    ours = tenant(world.service)
    filler = "\n".join(
        f"Paragraph {number} is about gardening and flowers." for number in range(60)
    )
    entry = await ours.add(f"{filler}\nThe wifi password is on the fridge.\n{filler}")
    await world.until_embedded()
    (match,) = await world.search.search(ours.group, "password of the network", None, 10)
    assert match.knowledge.id == entry.id
    assert "wifi" in match.passage
    assert len(match.passage) < 1_000
    assert 0 < match.score <= 1


async def test_labels_narrow_the_search(world: World) -> None:
    ours = tenant(world.service)
    await ours.add(REFUNDS, ["Money"])
    await ours.add("Salaries are paid on the last day of a month.", ["money", "people"])
    await world.until_embedded()
    assert len(await world.found(ours, "days of payment", ["MONEY"])) == 2
    assert len(await world.found(ours, "days of payment", ["people", "none"])) == 1
    assert await world.found(ours, "days of payment", ["none"]) == []


async def test_new_labels_are_searched_by_at_once_and_soon_by_meaning(world: World) -> None:
    ours = tenant(world.service)
    entry = await ours.add(REFUNDS, ["old"])
    await world.until_embedded()
    await ours.label(entry.id, add=["new"], remove=["old"])
    assert await world.found(ours, "customers", ["new"]) == [REFUNDS]
    assert await world.found(ours, "reimbursement of a purchase", ["old"]) == []
    await world.until_embedded()
    assert await world.found(ours, "reimbursement of a purchase", ["new"]) == [REFUNDS]


async def test_what_is_removed_is_found_no_longer_and_its_vectors_go(world: World) -> None:
    ours = tenant(world.service)
    entry = await ours.add(REFUNDS)
    await ours.add(HOLIDAYS)
    await world.until_embedded()
    await ours.remove(entry.id)
    assert REFUNDS not in await world.found(ours, REFUNDS)
    await world.until_embedded()
    assert await world.vectors() == 1


async def test_what_was_left_is_done_after_a_restart(quiet: World) -> None:
    ours = tenant(quiet.service)
    gone = await ours.add(REFUNDS)
    quiet.knowledge.start()
    await quiet.until_embedded()
    await quiet.knowledge.close()
    quiet.restart()
    ours = Tenant(quiet.service, ours.group, ours.person)
    await ours.add(HOLIDAYS)
    await ours.remove(gone.id)
    quiet.knowledge.start()
    await quiet.until_embedded()
    assert await quiet.found(ours, "how long is the vacation?") == [HOLIDAYS]
    assert await quiet.vectors() == 1


async def test_a_group_that_adds_much_does_not_end_search_by_meaning_of_plugins(
    world: World, catalogue: SmallCatalogue
) -> None:
    await world.knowledge.indexer.changed(await catalogue.fill())
    await world.until_embedded()
    ours = tenant(world.service)
    for _ in range(5):
        await ours.add("\n".join(f"Fact {number} of many." for number in range(2_000)))
    waiting = world.database.collection(Knowledge)
    assert await waiting.count_documents({"type": "chunk", "metadata.embedded": {"$ne": MODEL}}) > 9
    (match,) = await world.knowledge.search.search("trade crypto", None, 1)
    assert match.plugin.name == "@x/plugin-solana"


async def test_no_more_are_found_than_asked_for(quiet: World) -> None:
    ours = tenant(quiet.service)
    for number in range(5):
        await ours.add(f"Rule {number} of the house.")
    assert len(await quiet.found(ours, "rule", first=3)) == 3


@pytest.mark.parametrize(("query", "first"), [("", 10), ("x" * 501, 10), ("x", 0), ("x", 101)])
async def test_what_is_out_of_range_is_refused(quiet: World, query: str, first: int) -> None:
    with pytest.raises(InvalidInput):
        await quiet.found(tenant(quiet.service), query, first=first)
