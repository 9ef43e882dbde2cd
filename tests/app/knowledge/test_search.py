"""Plugins are found by what they do, in whatever words."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.catalog.capability import CapabilityKind
from app.catalog.catalogue import PluginFilter
from app.database import Database
from app.errors import InvalidInput
from app.knowledge.knowledge import PluginKnowledge
from app.settings import Settings
from tests.app.knowledge.catalogue import SmallCatalogue
from tests.app.knowledge.waiting import until_embedded


@pytest.fixture
async def knowledge(
    database: Database, catalogue: SmallCatalogue, minilm_folder: Path, tmp_path: Path
) -> AsyncIterator[PluginKnowledge]:
    """Three plugins, of which only words are known until somebody starts the indexer."""
    (tmp_path / "models").symlink_to(minilm_folder.parent)
    knowledge = PluginKnowledge(Settings(data_dir=tmp_path), database)
    await knowledge.indexer.changed(await catalogue.fill())
    yield knowledge
    await knowledge.close()


@pytest.fixture
async def embedded(knowledge: PluginKnowledge, database: Database) -> PluginKnowledge:
    """The same, with their vectors."""
    knowledge.start()
    await until_embedded(knowledge.indexer, database)
    return knowledge


async def names(
    knowledge: PluginKnowledge, query: str, chosen: PluginFilter | None = None, first: int = 10
) -> list[str]:
    found = await knowledge.search.search(query, chosen, first)
    return [match.plugin.name.removeprefix("@x/plugin-") for match in found]


async def test_a_plugin_is_found_by_its_meaning_in_words_it_does_not_use(
    embedded: PluginKnowledge,
) -> None:
    assert (await names(embedded, "send messages in a chat room"))[0] == "discord"
    assert (await names(embedded, "trade crypto"))[0] == "solana"


async def test_words_alone_answer_before_there_are_vectors(knowledge: PluginKnowledge) -> None:
    assert not knowledge.indexer.ready
    assert await names(knowledge, "transferring a token") == ["solana"]
    assert await names(knowledge, "chat rooms") == []


@pytest.mark.parametrize("name", ["@x/plugin-pdf", "plugin-pdf", "PDF"])
async def test_a_plugin_comes_first_by_any_of_its_names(
    embedded: PluginKnowledge, catalogue: SmallCatalogue, name: str
) -> None:
    readme = "Reads PDF after PDF: the PDF plugin, plugin-pdf, for all PDF files."
    await embedded.indexer.changed([await catalogue.add("@x/plugin-reader", readme)])
    best, second, *_ = await embedded.search.search(name, None, 10)
    assert (best.plugin.name, best.score) == ("@x/plugin-pdf", 1.0)
    assert second.score < 1


async def test_a_match_cites_the_passage_that_answers(embedded: PluginKnowledge) -> None:
    best, *_ = await embedded.search.search("text of a document", None, 1)
    passage = best.passages[0]
    assert passage.text == "Pdf\nExtracts the text of documents page by page."
    assert passage.field == "readme"
    assert 0 < passage.score <= best.score <= 1


async def test_a_hyphen_or_quote_in_a_query_is_no_operator(knowledge: PluginKnowledge) -> None:
    assert await names(knowledge, 'blockchain -solana "no such phrase') == ["solana"]


@pytest.mark.parametrize("query", ["asdf qwerty", "how tall is the Eiffel tower", "??!!"])
async def test_nonsense_finds_nothing(embedded: PluginKnowledge, query: str) -> None:
    assert await names(embedded, query) == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (PluginFilter(category=["media", "client"]), {"pdf", "discord"}),
        (PluginFilter(verified=True), {"discord"}),
        (PluginFilter(text="solan"), {"solana"}),
        (PluginFilter(capability=CapabilityKind.ACTION), {"pdf"}),
        (PluginFilter(license=["MIT"]), set()),
    ],
)
async def test_a_filter_narrows_what_is_found(
    embedded: PluginKnowledge,
    catalogue: SmallCatalogue,
    chosen: PluginFilter,
    expected: set[str],
) -> None:
    (pdf,) = await embedded.search.search("pdf", None, 1)
    await catalogue.learn_action(pdf.plugin.id, "READ", "Reads a file.")
    found = await names(embedded, "text documents discord solana blockchain", chosen)
    assert set(found) == expected


async def test_what_the_registry_lacks_is_found_only_when_asked_for(
    knowledge: PluginKnowledge, catalogue: SmallCatalogue
) -> None:
    lost = await catalogue.add("@x/plugin-lost", "Swaps tokens.", available=False)
    await knowledge.indexer.changed([lost])
    assert await names(knowledge, "swaps tokens") == ["solana"]
    assert "lost" not in await names(knowledge, "plugin-lost")
    assert await names(knowledge, "swaps tokens", PluginFilter(available=False)) == ["lost"]


async def test_no_more_are_found_than_asked_for(embedded: PluginKnowledge) -> None:
    assert len(await names(embedded, "discord solana pdf", first=2)) == 2


@pytest.mark.parametrize("query", ["", "  \n", "\0", "x" * 501])
async def test_a_query_out_of_range_is_refused(knowledge: PluginKnowledge, query: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be searched for"):
        await knowledge.search.search(query, None, 10)


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_number_of_matches_out_of_range_is_refused(
    knowledge: PluginKnowledge, first: int
) -> None:
    with pytest.raises(InvalidInput, match=f"first is {first}"):
        await knowledge.search.search("pdf", None, first)


async def test_characters_that_nothing_can_store_do_no_harm(embedded: PluginKnowledge) -> None:
    assert (await names(embedded, "solana\0 \ud800 blockchain"))[0] == "solana"


async def test_many_equal_searches_at_once_hold_up_no_other(embedded: PluginKnowledge) -> None:
    started = time.perf_counter()
    await names(embedded, "a first search")
    alone = time.perf_counter() - started
    crowd = [asyncio.create_task(names(embedded, "trade tokens")) for _ in range(200)]
    await asyncio.sleep(0)
    started = time.perf_counter()
    assert await names(embedded, "pdf")
    assert time.perf_counter() - started < 20 * alone
    assert {tuple(found) for found in await asyncio.gather(*crowd)} == {("solana",)}


async def test_one_caller_who_leaves_does_not_end_the_search_of_another(
    embedded: PluginKnowledge,
) -> None:
    leaving, staying = (asyncio.create_task(names(embedded, "trade tokens")) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == ["solana"]
