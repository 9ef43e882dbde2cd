"""Nothing of one group appears in what another group's people can read, however deep."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_composite_type,
    is_required_argument,
)

from app.asgi import graph_schema
from app.database import Database
from app.execution.execution import Execution
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.person import Person
from app.ontology.thing import Thing
from tests.e2e.conftest import People
from tests.e2e.plugins import executed
from tests.serving import GraphQLClient

DEPTH = 2  # of nodes within nodes; one more makes documents of 400 kB
FRAMEWORK = {"edges", "pageInfo"}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(graph_schema().as_str())


@pytest.fixture(scope="module")
async def foreign(database: Database, people: People, group: str, starter: str) -> set[str]:
    """The ids of everything and everyone that belongs to demo."""
    await executed(people.user, starter, "HELLO_WORLD", text="belongs to demo")
    ids = {group}
    for document in (Thing, Event, Execution, Connection):
        rows = database.collection(document).find({"group": group})
        async for row in rows:
            ids |= {row["_id"], *(row.get(key) or "" for key in ("actor", "source"))}
    owner = await database.collection(Person).find_one({"platform_owner": True})
    assert owner
    return ids - {"", owner["_id"]}  # who created the group, and belongs to none


@pytest.mark.parametrize("caller", ["other_owner", "platform_owner", "stranger"])
async def test_whoever_is_not_in_the_group_never_meets_its_ids(
    people: People,
    schema: GraphQLSchema,
    other_group: str,
    foreign: set[str],
    caller: str,
) -> None:
    client: GraphQLClient = getattr(people, caller)
    assert await met(client, schema, other_group, foreign) == {}


async def test_its_own_people_meet_most_of_them(
    people: People, schema: GraphQLSchema, group: str, foreign: set[str]
) -> None:
    found = await met(people.owner, schema, group, foreign)
    assert len(set().union(*found.values())) > len(foreign) / 2


async def met(
    client: GraphQLClient, schema: GraphQLSchema, group: str, ids: set[str]
) -> dict[str, set[str]]:
    """Which of the ids each query's answer contains, where there are any."""
    found = {}
    for name, document in documents(schema):
        variables = {"group": group} if "$group" in document else {}
        response = await client.http.post(
            "/graphql", json={"query": document, "variables": variables}
        )
        assert response.status_code == 200
        found[name] = {identifier for identifier in ids if identifier in response.text}
    return {name: ids for name, ids in found.items() if ids}


def documents(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """For each list of the root, one query that asks for everything below it."""
    assert schema.query_type
    for name, field in schema.query_type.fields.items():
        required = [key for key, value in field.args.items() if is_required_argument(value)]
        selection = everything(schema, field, DEPTH)
        if not required:
            yield name, f"{{ {name} {selection} }}"
        if "group" in field.args:
            yield (
                f"{name} of a group",
                f"query ($group: ID!) {{ {name}(group: $group) {selection} }}",
            )


def everything(schema: GraphQLSchema, field: GraphQLField, depth: int) -> str:
    """The selection of all fields that need no argument, down to a depth."""
    type_ = get_named_type(field.type)
    if not is_composite_type(type_):
        return ""
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)
    if isinstance(type_, GraphQLObjectType):
        return f"{{ __typename {fields(schema, type_, depth)} }}"
    parts = [
        f"... on {kind.name} {{ {fields(schema, kind, depth)} }}"
        for kind in schema.get_possible_types(type_)
    ]
    return f"{{ __typename {' '.join(parts)} }}"


def fields(schema: GraphQLSchema, type_: GraphQLObjectType, depth: int) -> str:
    """The fields of one type; aliased by type, as those of different types may differ."""
    chosen = []
    for name, field in type_.fields.items():
        leaf = not is_composite_type(get_named_type(field.type))
        if name in FRAMEWORK or not (leaf or depth):
            continue
        cost = 0 if name in ("nodes",) else 1
        selection = everything(schema, field, depth - cost)
        chosen.append(f"{type_.name}_{name}: {name} {selection}")
    return " ".join(chosen)
