"""What is not yours and what does not exist: one answer, after the same database commands."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from app.asgi import graph_schema
from app.auth.principal import Principal
from app.database import Database
from app.identifiers import Kind, new_id, renamed
from app.loaders import Loaders
from app.ontology.group import Group
from app.ontology.person import Person
from app.ontology.role import Role
from app.server import Server
from app.uploads.publisher import Publisher
from app.uploads.publisher_repository import PublisherRepository
from schema.context import Context
from tests.mongodb_commands import Sent, commands
from tests.schema.serving import serving
from tests.schema.world import World, fill

SCHEMA = graph_schema()
SCALARS: Mapping[str, Any] = {
    "String": "demo",
    "Int": 1,
    "Float": 0.5,
    "Boolean": False,
    "DateTime": "2026-01-01T00:00:00Z",
    "JSON": {},
}
# What an argument or input field of type ID names; `things` name themselves.
KINDS = {
    **dict.fromkeys(("group", "parent"), Kind.GROUP),
    **dict.fromkeys(
        ("thing", "instance", "agent", "plugin", "source", "target", "from", "to"), Kind.THING
    ),
    **{kind.value: kind for kind in Kind if kind not in (Kind.THING, Kind.GROUP)},
}
GENERAL = ("id", "ids")  # any kind: tried with each
ROOTS = [
    (operation, name, field)
    for operation, type_ in (
        ("query", SCHEMA._schema.query_type),
        ("mutation", SCHEMA._schema.mutation_type),
    )
    if type_
    for name, field in type_.fields.items()
]


@dataclass
class Ids:
    """One id of each kind, all of the same fate; ``own`` replaces the group's."""

    by_kind: Mapping[Kind, str]
    general: Kind
    own: str | None = None

    def of(self, name: str) -> str:
        kind = self.general if name in GENERAL else KINDS[name]
        return self.own if self.own and kind is Kind.GROUP else self.by_kind[kind]


def values(
    members: Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField], ids: Ids
) -> dict[str, Any]:
    """What is required, and every id that may be given."""
    return {
        name: value(name, member.type, ids)
        for name, member in members.items()
        if get_named_type(member.type).name == "ID"
        or (isinstance(member, GraphQLArgument) and is_required_argument(member))
        or (isinstance(member, GraphQLInputField) and is_required_input_field(member))
    }


def value(name: str, type_: Any, ids: Ids) -> Any:  # noqa: ANN401 - any input type, any JSON
    if isinstance(type_, GraphQLNonNull):
        return value(name, type_.of_type, ids)
    if isinstance(type_, GraphQLList):
        return [value(name, type_.of_type, ids)]
    if isinstance(type_, GraphQLInputObjectType):
        return values(type_.fields, ids)
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    return ids.of(name) if type_.name == "ID" else SCALARS[type_.name]


def document(operation: str, name: str, field: GraphQLField, given: Mapping[str, Any]) -> str:
    declared = ", ".join(f"${key}: {field.args[key].type}" for key in given)
    passed = ", ".join(f"{key}: ${key}" for key in given)
    below = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename ...Reason }"
    union = operation == "mutation"
    reason = "fragment Reason on UserError { code message hint }" if union else ""
    below = below if union else below.replace("...Reason", "")
    return f"{operation} ({declared}) {{ {name}({passed}) {below} }} {reason}"


@pytest.fixture(scope="module")
async def server(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    async with serving(mongodb_uri, "hidden", tmp_path_factory.mktemp("hidden")) as started:
        yield started


@pytest.fixture(scope="module")
async def world(server: Server) -> World:
    return await fill(server.services.database)


@pytest.fixture(scope="module")
async def visitor(server: Server) -> Principal:
    """The owner of a group of her own."""
    database = server.services.database
    group, person = Group(slug="own", name="Own"), Person(username="visitor", display_name="V")
    for each in (group, person):
        row = each.model_dump(exclude={"revision_id"})
        await database.collection(type(each)).insert_one(row | {"_id": row.pop("id")})
    return Principal(person, {group.id: Role.ORG_OWNER})


async def strangers(database: Database, world: World) -> dict[Kind, str]:
    """An id of each kind that the visitor may not see."""
    found: dict[Kind, str] = {Kind.GROUP: world.group}
    wanted = {
        Kind.PERSON: "people",
        Kind.THING: "things",
        Kind.CONNECTION: "connections",
        Kind.EVENT: "events",
        Kind.KNOWLEDGE: "knowledge",
        Kind.EXECUTION: "executions",
    }
    for kind, name in wanted.items():
        query: dict[str, Any] = {} if kind is Kind.PERSON else {"group": world.group}
        query |= {"type": "plugin_instance"} if kind is Kind.THING else {}
        row = await database._database[name].find_one(query)
        assert row, name
        found[kind] = row["_id"]
    publisher = Publisher(
        name="Theirs", key_id=new_id(Kind.PUBLISHER), key="none", trusted_by="none"
    )
    await PublisherRepository(database).insert(publisher)
    found[Kind.PUBLISHER] = publisher.id
    found[Kind.MEMBERSHIP] = renamed(found[Kind.CONNECTION], Kind.MEMBERSHIP)
    return found


def cases() -> list[Any]:
    """Every root field that takes an id, alone or in its input."""
    made = []
    anything = Ids(dict.fromkeys(Kind, "some_id"), Kind.THING)
    for operation, name, field in ROOTS:
        given = values(field.args, anything)
        if "some_id" not in json.dumps(given):
            continue
        general = KINDS_SHOWN if set(GENERAL) & set(given) else (Kind.THING,)
        for own in (False, True):
            if own and '"group"' not in json.dumps(given):
                continue
            made += [
                pytest.param(operation, name, field, kind, own, id=f"{name}-{kind}{'-own' * own}")
                for kind in general
            ]
    return made


KINDS_SHOWN = (
    Kind.GROUP,
    Kind.PERSON,
    Kind.THING,
    Kind.CONNECTION,
    Kind.MEMBERSHIP,
    Kind.EVENT,
    Kind.KNOWLEDGE,
    Kind.EXECUTION,
)


@pytest.mark.parametrize(("operation", "name", "field", "general", "own"), cases())
async def test_hidden_and_unknown_are_one_answer_after_the_same_commands(
    server: Server,
    world: World,
    visitor: Principal,
    operation: str,
    name: str,
    field: GraphQLField,
    general: Kind,
    own: bool,
) -> None:
    group = next(iter(visitor.roles)) if own else None
    hidden = Ids(await strangers(server.services.database, world), general, group)
    unknown = Ids({kind: new_id(kind) for kind in Kind}, general, group)
    answers = []
    for ids in (hidden, unknown):
        given = values(field.args, ids)
        answers.append(await ask(server, visitor, document(operation, name, field, given), given))
    assert answers[0] == answers[1]


async def ask(
    server: Server, caller: Principal, text: str, given: dict[str, Any]
) -> tuple[str, Sent]:
    """The answer with its ids made alike, and what was sent to the database."""
    services = server.services
    context = Context(caller, services, Loaders(services.database))
    with commands() as sent:
        result = await SCHEMA.execute(text, given, context_value=context)
    errors = [error.formatted for error in result.errors or ()]
    assert all(error["extensions"]["code"] != "INTERNAL" for error in errors), errors
    answer = json.dumps([result.data, errors], default=str)
    return re.sub(r"([a-z]+)_[0-9a-f]{24}", r"\1", answer), sent
