"""Who may see what is declared: nothing in the schema goes without."""

from dataclasses import dataclass

import pytest
from graphql import GraphQLObjectType
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from app.asgi import graph_schema
from app.auth.principal import ANONYMOUS, Principal
from app.ontology.person import Person
from app.ontology.role import Role
from schema.access import Declared, Needs, Open, everyone
from schema.executor import policy_of

ROOTS = ("Query", "Mutation", "Subscription")
# A new name here is a decision: anyone may ask, and nothing but the answer's own type protects it.
OPEN = {
    *(
        "Query.connections",
        "Query.dependency_graph",
        "Query.execution",
        "Query.group",
        "Query.groups",
        "Query.instance",
    ),
    *("Query.node", "Query.nodes", "Query.plugin", "Query.plugins", "Query.search_plugins"),
    *("Query.thing", "Subscription.sync_progress"),
}
TYPES = [
    type_
    for name, type_ in graph_schema()._schema.type_map.items()
    if isinstance(type_, GraphQLObjectType) and not name.startswith("__")
]


def declarations(field: StrawberryField) -> list[Declared]:
    return [extension for extension in field.extensions if isinstance(extension, Declared)]


def root_fields() -> list[tuple[str, StrawberryField]]:
    fields = [(root, field) for root in ROOTS for field in fields_of(root)]
    return [(f"{root}.{field.python_name}", field) for root, field in fields]


def fields_of(name: str) -> list[StrawberryField]:
    type_ = graph_schema().get_type_by_name(name)
    assert isinstance(type_, StrawberryObjectDefinition)
    return type_.fields


@pytest.mark.parametrize("type_", [type_ for type_ in TYPES if type_.name not in ROOTS], ids=str)
def test_every_type_declares_who_sees_it(type_: GraphQLObjectType) -> None:
    policy_of(type_)  # a KeyError: put one of schema.access's decorators on the type


def test_every_root_field_declares_who_calls_it() -> None:
    fields = root_fields()
    assert len(fields) > 20
    assert [name for name, field in fields if len(declarations(field)) != 1] == []


def test_every_mutation_needs_a_permission() -> None:
    assert all(isinstance(declarations(field)[0], Needs) for field in fields_of("Mutation"))


def test_what_is_open_to_all_is_known() -> None:
    open_ = {name for name, field in root_fields() if isinstance(declarations(field)[0], Open)}
    assert open_ == OPEN


def test_what_belongs_to_a_group_is_hidden_from_strangers_and_shown_to_members() -> None:
    found = Owned("group_1")
    member = Principal(Person.model_construct(id="person_1"), {"group_1": Role.ORG_OWNER})
    for type_ in TYPES:
        if type_.name in ROOTS or (policy := policy_of(type_)) is everyone:
            continue
        assert not policy(ANONYMOUS, found), type_
        assert policy(member, found), type_


@dataclass
class Owned:
    """What the policies look at."""

    group_id: str
    id: str = "some_id"
    public: bool = False

    @property
    def groups(self) -> list[str]:
        return [self.group_id]
