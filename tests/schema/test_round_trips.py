"""How often a list reads the database does not depend on how long it is."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from app.asgi import graph_schema
from app.loaders import Loaders
from app.server import Server
from schema.context import Context
from tests.mongodb_commands import commands, reads
from tests.schema.selections import Listed, document, listed
from tests.schema.serving import serving
from tests.schema.world import PAGE, World, fill

SCHEMA = graph_schema()
LISTS = list(listed(SCHEMA._schema))
EVERY_TYPE = 12  # a list of things or events has one of each type among so many
RELATIONS = {"usage": 2}  # counts of the instance, and of its group


@pytest.fixture(scope="module")
async def server(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    async with serving(mongodb_uri, "round_trips", tmp_path_factory.mktemp("trips")) as started:
        yield started


@pytest.fixture(scope="module")
async def world(server: Server) -> World:
    return await fill(server.services.database)


async def reads_of(server: Server, world: World, chosen: Listed, first: int) -> Counter[str]:
    """The reads of each collection that answer an operation."""
    database = server.services.database
    context = Context(world.principal, server.services, Loaders(database))
    variables = {"first": first, "group": world.group}
    with commands() as sent:
        result = await SCHEMA.execute(
            document(SCHEMA._schema, chosen), variables, context_value=context
        )
    assert not result.errors
    return reads(sent)


@pytest.mark.parametrize("chosen", LISTS, ids=lambda chosen: ".".join(filter(None, chosen)))
async def test_a_longer_list_takes_no_more_reads(
    server: Server, world: World, chosen: Listed
) -> None:
    whole = await reads_of(server, world, chosen, PAGE)
    assert await reads_of(server, world, chosen, EVERY_TYPE) == whole
    assert await reads_of(server, world, chosen, 2) <= whole  # fewer types, fewer collections
    below = whole - await reads_of(server, world, chosen._replace(field=None), PAGE)
    assert all(count <= RELATIONS.get(chosen.field or "", 1) for count in below.values()), below


def test_all_lists_of_the_schema_are_tried() -> None:
    assert len({chosen.root for chosen in LISTS}) > 5
    assert len(LISTS) > 60
