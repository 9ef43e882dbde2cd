"""Passages follow their plugins, and vectors follow the passages, whatever happens between."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from app.database import Database
from app.knowledge.knowledge import PluginKnowledge
from app.knowledge.passage_repository import PassageRepository
from app.ontology.knowledge import Knowledge
from app.settings import Settings
from tests.app.knowledge.catalogue import PDF, SmallCatalogue
from tests.app.knowledge.waiting import MODEL, until, until_embedded

Start = Callable[[], PluginKnowledge]


@pytest.fixture
async def start(database: Database, minilm_folder: Path, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts an indexer on the same data as the last one."""
    (tmp_path / "models").symlink_to(minilm_folder.parent)
    started = []

    def start() -> PluginKnowledge:
        knowledge = PluginKnowledge(Settings(data_dir=tmp_path), database)
        knowledge.start()
        started.append(knowledge)
        return knowledge

    yield start
    for knowledge in started:
        await knowledge.close()


@pytest.fixture
def passages(database: Database) -> PassageRepository:
    return PassageRepository(database)


async def chunks(database: Database) -> list[dict[str, Any]]:
    rows = database.collection(Knowledge).find({"type": "chunk"}).sort([("_id", 1)])
    return await rows.to_list()


async def stored(knowledge: PluginKnowledge) -> int:
    semantic = knowledge.indexer.semantic
    assert semantic is not None
    return await semantic.count()


async def test_every_passage_gets_its_vector(
    start: Start, database: Database, catalogue: SmallCatalogue
) -> None:
    knowledge = start()
    await knowledge.indexer.changed(await catalogue.fill())
    await until_embedded(knowledge.indexer, database)
    found = await chunks(database)
    assert {row["metadata"]["embedded"] for row in found} == {MODEL}
    assert await stored(knowledge) == len(found) > 3


async def test_the_same_again_changes_nothing(
    start: Start, database: Database, catalogue: SmallCatalogue
) -> None:
    knowledge = start()
    ids = await catalogue.fill()
    await knowledge.indexer.changed(ids)
    await until_embedded(knowledge.indexer, database)
    before = await chunks(database)
    await knowledge.indexer.changed(ids)
    assert await chunks(database) == before


async def test_a_changed_readme_replaces_only_its_own_passages(
    start: Start, database: Database, catalogue: SmallCatalogue
) -> None:
    knowledge = start()
    ids = await catalogue.fill()
    await knowledge.indexer.changed(ids)
    await until_embedded(knowledge.indexer, database)
    before = {row["_id"]: row["text"] for row in await chunks(database)}
    await catalogue.rewrite(ids[1], "Bakes bread in a stone oven.")
    await knowledge.indexer.changed([ids[1]])
    await until_embedded(knowledge.indexer, database)
    after = {row["_id"]: row["text"] for row in await chunks(database)}
    assert [before[key] for key in before.keys() - after] == [PDF.replace("# PDF\n", "Pdf")]
    assert [after[key] for key in after.keys() - before] == ["Pdf\nBakes bread in a stone oven."]
    assert await stored(knowledge) == len(after)
    (match,) = await knowledge.search.search("pastry and loaves", None, 1)
    assert match.plugin.id == ids[1]


async def test_a_passage_that_comes_back_is_found_again(
    start: Start, database: Database, catalogue: SmallCatalogue
) -> None:
    knowledge = start()
    ids = await catalogue.fill()
    for readme in (PDF, "Something else.", PDF):
        await catalogue.rewrite(ids[1], readme)
        await knowledge.indexer.changed(ids)
    await until_embedded(knowledge.indexer, database)
    assert await stored(knowledge) == len(await chunks(database))


async def test_what_a_plugin_turned_out_to_do_is_found(
    start: Start, database: Database, catalogue: SmallCatalogue
) -> None:
    knowledge = start()
    ids = await catalogue.fill()
    await knowledge.indexer.changed(ids)
    await until_embedded(knowledge.indexer, database)
    await catalogue.learn_action(ids[2], "STAKE", "Locks coins to earn interest.")
    await knowledge.indexer.index(ids[2])
    assert await knowledge.indexer.wait_for(ids[2], 10)
    (match,) = await knowledge.search.search("passive income from savings", None, 1)
    assert match.passages[0].text == "Solana > Action STAKE: Locks coins to earn interest."
    assert match.passages[0].field == "capability"


async def test_an_install_does_not_wait_for_vectors_that_nobody_makes(
    database: Database, catalogue: SmallCatalogue, tmp_path: Path, passages: PassageRepository
) -> None:
    knowledge = PluginKnowledge(Settings(data_dir=tmp_path), database)
    (plugin, *_) = await catalogue.fill()
    async with asyncio.timeout(1):
        await knowledge.indexer.index(plugin)
    assert await passages.waits(plugin, MODEL)
    assert not await knowledge.indexer.wait_for(plugin, 10)


async def test_a_restart_embeds_what_was_left(
    start: Start, database: Database, catalogue: SmallCatalogue
) -> None:
    first = start()
    ids = await catalogue.fill()
    await first.indexer.changed(ids[:1])
    await until_embedded(first.indexer, database)
    await first.close()
    await first.indexer.changed(ids)
    second = start()
    await until_embedded(second.indexer, database)
    assert await stored(second) == len(await chunks(database))


async def test_a_start_writes_the_passages_of_changes_that_nobody_reported(
    start: Start, database: Database, catalogue: SmallCatalogue, passages: PassageRepository
) -> None:
    await catalogue.fill()
    knowledge = start()
    await until(lambda: passages.find({"type": "chunk"}))
    await until_embedded(knowledge.indexer, database)
    assert len({row["source"] for row in await chunks(database)}) == 3


async def test_lost_vectors_are_made_again(
    start: Start, database: Database, catalogue: SmallCatalogue, tmp_path: Path
) -> None:
    first = start()
    await first.indexer.changed(await catalogue.fill())
    await until_embedded(first.indexer, database)
    await first.close()
    shutil.rmtree(tmp_path / "qdrant")
    second = start()
    await until_embedded(second.indexer, database)
    assert await stored(second) == len(await chunks(database))


async def test_a_store_that_cannot_be_used_leaves_keyword_search_and_is_tried_again(
    start: Start,
    database: Database,
    catalogue: SmallCatalogue,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "qdrant").write_text("in the way")
    knowledge = start()
    await knowledge.indexer.changed(await catalogue.fill())

    async def has_paused() -> bool:
        return "search by meaning pauses" in caplog.text

    await until(has_paused)
    (match,) = await knowledge.search.search("solana", None, 10)
    assert match.plugin.name == "@x/plugin-solana"
    (tmp_path / "qdrant").unlink()
    await until_embedded(knowledge.indexer, database)
