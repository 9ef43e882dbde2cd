"""Owners add, label and remove what their group knows; every change is told, or none is made."""

from typing import Any

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import ANONYMOUS
from app.catalog.repository import PluginRepository
from app.database import Database
from app.errors import InvalidInput, NotAllowed, NotFound, OneGraphError, Unauthenticated
from app.identifiers import Kind, new_id
from app.knowledge.group_service import GroupKnowledgeService, NewKnowledge
from app.knowledge.knowledge import PluginKnowledge
from app.knowledge.passage_source import PassageSource
from app.ontology.connection import Connection
from app.ontology.errors import LimitReached
from app.ontology.event import Event
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.repositories import (
    ConnectionRepository,
    KnowledgeRepository,
    PersonRepository,
    ThingRepository,
)
from app.ontology.role import Role
from app.ontology.thing import Thing
from app.settings import Settings
from tests.app.knowledge.catalogue import PDF, SmallCatalogue
from tests.app.knowledge.groups import Tenant, tenant

Row = dict[str, Any]


def service_of(database: Database, most: int = 100_000) -> GroupKnowledgeService:
    chosen = Settings(knowledge_per_group=most)
    indexer = PluginKnowledge(chosen, database).indexer
    return GroupKnowledgeService(database, chosen, indexer)


@pytest.fixture
def ours(database: Database) -> Tenant:
    return tenant(service_of(database))


@pytest.fixture
def theirs(ours: Tenant) -> Tenant:
    return tenant(ours.service)


async def stored(database: Database) -> list[Row]:
    return await database.collection(Knowledge).find().sort("_id", 1).to_list()


async def told(database: Database) -> list[tuple[str, str, Row]]:
    rows = database.collection(Event).find().sort("_id", 1)
    return [(row["type"], row["target"], row["metadata"]) async for row in rows]


async def test_a_text_is_kept_with_passages_that_carry_its_labels(
    database: Database, ours: Tenant
) -> None:
    metadata = {"page": 3, "by": ["Ann"]}
    entry = await ours.add("One line.\n" * 100, ["Prices"], metadata=metadata)
    document, *chunks = await stored(database)
    assert (document["_id"], document["type"], document["metadata"]) == (
        entry.id,
        "document",
        metadata,
    )
    assert len(chunks) == 2
    for ordinal, chunk in enumerate(chunks):
        assert (chunk["type"], chunk["source"]) == ("chunk", entry.id)
        assert (chunk["group"], chunk["labels"]) == (ours.group, ["prices"])
        assert chunk["metadata"] == {"field": "text", "ordinal": ordinal}


async def test_the_same_text_again_is_another_entry(ours: Tenant) -> None:
    assert (await ours.add("Twice.")).id != (await ours.add("Twice.")).id


async def test_each_change_is_told_with_who_made_it(database: Database, ours: Tenant) -> None:
    entry = await ours.add("Something.", type_="label")
    await ours.label(entry.id, ["new"])
    await ours.remove(entry.id)
    kind = {"kind": "knowledge", "type": "label"}
    assert await told(database) == [
        ("entity_created", entry.id, kind),
        ("entity_updated", entry.id, kind | {"labels": ["new"]}),
        ("entity_deleted", entry.id, kind),
    ]
    row = await database.collection(Event).find_one({})
    assert row
    assert (row["actor"], row["group"]) == (ours.person.id, ours.group)


async def test_labels_are_removed_then_added_on_all_passages(
    database: Database, ours: Tenant
) -> None:
    entry = await ours.add("Something.", ["a", "b"])
    assert await ours.label(entry.id, add=["C", "a"], remove=["A"]) == ["b", "c", "a"]
    assert [row["labels"] for row in await stored(database)] == [["b", "c", "a"]] * 2


async def test_labels_that_it_has_already_change_nothing(database: Database, ours: Tenant) -> None:
    entry = await ours.add("Something.", ["a"])
    before = await stored(database), await told(database)
    assert await ours.label(entry.id, add=["A"], remove=["b"]) == ["a"]
    assert (await stored(database), await told(database)) == before


async def test_of_what_is_removed_no_word_remains(database: Database, ours: Tenant) -> None:
    entry = await ours.add("A secret recipe.", ["food"])
    await ours.remove(entry.id)
    (remnant,) = await stored(database)
    assert (remnant["type"], remnant["text"], remnant["group"]) == (
        "vector_only",
        None,
        ours.group,
    )
    for change in (ours.label(entry.id, ["x"]), ours.remove(entry.id)):
        with pytest.raises(NotFound):
            await change


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": ""}, "0 characters"),
        ({"text": " \n\t"}, "3 characters"),
        ({"text": "x" * 100_001}, "100001 characters"),
        ({"text": "a\0b"}, "cannot be kept"),
        ({"text": "\ud800"}, "cannot be kept"),
        ({"text": "x", "type_": "chunk"}, "type cannot be 'chunk'"),
        ({"text": "x", "type_": "vector_only"}, "type cannot be 'vector_only'"),
        ({"text": "x", "labels": [str(n) for n in range(21)]}, "21 labels"),
        ({"text": "x", "labels": [""]}, "is no label"),
        ({"text": "x", "metadata": ["no object"]}, "metadata is no object"),
        ({"text": "x", "metadata": {"$where": "1"}}, "cannot have the name"),
        ({"text": "x", "metadata": {"big": "x" * 65_536}}, "metadata is too large"),
    ],
)
async def test_a_bad_value_is_refused_and_leaves_nothing(
    database: Database, ours: Tenant, given: Row, message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        await ours.add(**given)
    assert (await stored(database), await told(database)) == ([], [])


async def test_the_longest_text_is_kept(ours: Tenant) -> None:
    assert (await ours.add("word " * 20_000)).text == "word " * 20_000


async def test_metadata_that_search_uses_names_of_does_no_harm(
    database: Database, ours: Tenant
) -> None:
    metadata = {"embedded": "all-MiniLM-L6-v2", "names": ["pdf"], "text_language": "none such"}
    await ours.add("Something.", metadata=metadata)
    _, chunk = await stored(database)
    assert set(chunk["metadata"]) == {"field", "ordinal"}


async def test_a_group_has_no_more_entries_than_it_may(database: Database) -> None:
    full = tenant(service_of(database, most=2))
    first = await full.add("one line\n" * 200)
    await full.add("two", type_="label")
    with pytest.raises(LimitReached, match="2 texts"):
        await full.add("three")
    await tenant(full.service).add("another group has room")
    await full.remove(first.id)
    await full.add("three")


@pytest.mark.parametrize("role", [Role.ORG_USER, Role.CUSTOMER])
async def test_only_owners_change_what_is_known(
    database: Database, ours: Tenant, role: Role
) -> None:
    entry = await ours.add("Something.")
    before = await stored(database)
    visitor = Tenant(ours.service, ours.group, ours.person, role)
    expected: type[OneGraphError] = NotAllowed
    with pytest.raises(expected):
        await visitor.add("More.")
    if role is Role.CUSTOMER:
        expected = NotFound  # who cannot read it is not told that it is there
    for change in (visitor.label(entry.id, ["x"]), visitor.remove(entry.id)):
        with pytest.raises(expected):
            await change
    assert await stored(database) == before


async def test_strangers_change_nothing(ours: Tenant) -> None:
    stranger = Caller(ANONYMOUS, Permission.MANAGE_DATA)
    with pytest.raises(Unauthenticated):
        await ours.service.add(stranger, NewKnowledge(ours.group, "x"))
    with pytest.raises(Unauthenticated):
        await ours.service.remove(stranger, new_id(Kind.KNOWLEDGE))


async def test_what_is_another_groups_is_not_there(ours: Tenant, theirs: Tenant) -> None:
    entry = await theirs.add("Theirs.")
    with pytest.raises(NotFound):
        await ours.service.add(ours.caller, NewKnowledge(theirs.group, "x"))
    for change in (ours.label, ours.remove):
        unknown = new_id(Kind.KNOWLEDGE)
        with pytest.raises(NotFound) as hidden:
            await change(entry.id)
        with pytest.raises(NotFound) as absent:
            await change(unknown)
        assert hidden.value.message.replace(entry.id, unknown) == absent.value.message


async def test_a_passage_is_not_changed_by_itself(database: Database, ours: Tenant) -> None:
    entry = await ours.add("Something.")
    chunk = (await stored(database))[1]["_id"]
    for change in (ours.label(chunk, ["x"]), ours.remove(chunk)):
        with pytest.raises(InvalidInput, match=f"passage of {entry.id}"):
            await change


async def test_knowledge_is_about_what_the_group_sees(
    database: Database, ours: Tenant, theirs: Tenant, catalogue: SmallCatalogue
) -> None:
    things, people = ThingRepository(database), PersonRepository(database)
    links = ConnectionRepository(database)
    plugin = await catalogue.add("@x/plugin-pdf")
    mine, foreign = [
        await things.insert(Thing(type="course", name="A course", group=owner.group))
        for owner in (ours, theirs)
    ]
    member, outsider, author = [
        await people.insert(Person(username=name, display_name=name, public=name == "author"))
        for name in ("member", "outsider", "author")
    ]
    for person, place in ((member, ours), (outsider, theirs)):
        await links.insert(
            Connection(type="member_of", source=person.id, target=place.group, group=place.group)
        )
    for source in (plugin, mine.id, member.id, author.id, ours.group):
        assert (await ours.add("About it.", source=source)).source == source
    unknown = new_id(Kind.THING)
    for source in (foreign.id, outsider.id, theirs.group, unknown, "nonsense", "{$ne: 1}"):
        with pytest.raises(NotFound, match="There is no source"):
            await ours.add("About it.", source=source)


async def test_what_a_group_knows_of_a_plugin_is_never_the_plugins_own_text(
    database: Database, ours: Tenant, catalogue: SmallCatalogue
) -> None:
    plugin = await catalogue.add("@x/plugin-pdf")
    await ours.add("Our secret notes on PDF.", source=plugin)
    knowledge = KnowledgeRepository(database)
    assert await knowledge.documents_of([plugin]) == {}
    known = await PluginRepository(database).get(plugin)
    assert known
    assert "secret" not in str(await PassageSource(database).passages([known]))


async def test_a_plugins_new_readme_leaves_what_a_group_knows_of_it(
    database: Database, ours: Tenant, catalogue: SmallCatalogue
) -> None:
    plugin = await catalogue.add("@x/plugin-pdf", PDF)
    indexer = PluginKnowledge(Settings(), database).indexer
    await indexer.changed([plugin])
    entry = await ours.add("Our notes on PDF.", source=plugin)
    await catalogue.rewrite(plugin, "Bakes bread.")
    await indexer.changed([plugin])
    rows = {row["_id"]: row for row in await stored(database) if row["group"] == ours.group}
    assert rows[entry.id]["text"] == "Our notes on PDF."
    assert sorted(row["type"] for row in rows.values()) == ["chunk", "document"]
