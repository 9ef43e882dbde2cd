"""Nothing of one group appears in what another group's people can read, in any list or below it."""

import pytest

from app.asgi import graph_schema
from app.database import Database
from app.execution.execution import Execution
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.thing import Thing
from app.pagination import MAX_PAGE
from tests.e2e.plugins import executed
from tests.people import People
from tests.schema.selections import document, listed
from tests.serving import GraphQLClient

SCHEMA = graph_schema()._schema
LISTS = list(listed(SCHEMA))


@pytest.fixture(scope="module")
async def foreign(database: Database, people: People, group: str, starter: str) -> set[str]:
    """The ids of everything and everyone that belongs to demo."""
    await executed(people.user, starter, "HELLO_WORLD", text="belongs to demo")
    ids = {group}
    for kind in (Thing, Event, Execution, Connection, Knowledge):
        rows = database.collection(kind).find({"group": group})
        async for row in rows:
            ids |= {row["_id"], *(row.get(key) or "" for key in ("actor", "source"))}
    public = {row["_id"] async for row in database.collection(Thing).find({"group": None})}
    owner = await database.collection(Person).find_one({"platform_owner": True})
    assert owner
    return ids - public - {"", owner["_id"]}  # who created the group, and belongs to none


@pytest.mark.parametrize("caller", ["other_owner", "platform_owner", "stranger"])
async def test_whoever_is_not_in_the_group_never_meets_its_ids(
    people: People,
    other_group: str,
    foreign: set[str],
    caller: str,
) -> None:
    client: GraphQLClient = getattr(people, caller)
    assert await met(client, other_group, foreign) == {}


async def test_its_own_people_meet_most_of_them(
    people: People, group: str, foreign: set[str]
) -> None:
    found = await met(people.owner, group, foreign)
    assert len(set().union(*found.values())) > len(foreign) / 2


async def met(client: GraphQLClient, group: str, ids: set[str]) -> dict[str, set[str]]:
    """Which of the ids each list's answer contains, where there are any."""
    found = {}
    for chosen in LISTS:
        text = document(SCHEMA, chosen)
        variables = {"first": MAX_PAGE} | ({"group": group} if "$group" in text else {})
        response = await client.http.post("/graphql", json={"query": text, "variables": variables})
        assert response.status_code == 200
        assert b"QUERY_TOO" not in response.content
        name = ".".join(filter(None, chosen))
        found[name] = {identifier for identifier in ids if identifier in response.text}
    return {name: ids for name, ids in found.items() if ids}
