"""What holds for every type and field of the schema."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
)

import schema as schema_package
from app.asgi import graph_schema

ROLES = {"PLATFORM_OWNER", "ORG_OWNER", "ORG_USER"}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(graph_schema().as_str())


def own_types(schema: GraphQLSchema) -> list[GraphQLObjectType | GraphQLInterfaceType]:
    return [
        type_
        for name, type_ in schema.type_map.items()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not name.startswith("__")
    ]


def test_the_printed_schema_is_the_committed_one() -> None:
    committed = Path(schema_package.__path__[0]) / "schema.graphql"
    assert committed.read_text() == f"{graph_schema().as_str()}\n", "python -m schema.export"


def test_every_type_and_field_tells_what_it_is(schema: GraphQLSchema) -> None:
    silent = [type_.name for type_ in own_types(schema) if not type_.description]
    silent += [
        f"{type_.name}.{name}"
        for type_ in own_types(schema)
        for name, field in type_.fields.items()
        if not field.description
    ]
    assert silent == []


def test_every_argument_input_and_value_tells_what_it_is(schema: GraphQLSchema) -> None:
    silent = [
        f"{type_.name}.{name}({argument})"
        for type_ in own_types(schema)
        for name, field in type_.fields.items()
        for argument, definition in field.args.items()
        if not definition.description
    ]
    for name, type_ in schema.type_map.items():
        if isinstance(type_, GraphQLInputObjectType | GraphQLEnumType) and name[:2] != "__":
            silent += [] if type_.description else [name]
        if isinstance(type_, GraphQLEnumType) and name[:2] != "__":
            silent += [
                f"{name}.{key}" for key, each in type_.values.items() if not each.description
            ]
        if isinstance(type_, GraphQLInputObjectType):
            silent += [
                f"{name}.{key}" for key, each in type_.fields.items() if not each.description
            ]
    assert silent == []


def test_every_mutation_answers_with_its_payload_or_typed_errors(schema: GraphQLSchema) -> None:
    assert schema.mutation_type
    for name, field in schema.mutation_type.fields.items():
        union = get_named_type(field.type)
        assert isinstance(union, GraphQLUnionType)
        payload, *errors = union.types
        stem = name[0].upper() + name[1:]
        assert (union.name, payload.name) == (f"{stem}Result", f"{stem}Payload")
        assert {"Unauthenticated", "NotAllowed"} <= {error.name for error in errors}
        for error in errors:
            assert [interface.name for interface in error.interfaces] == ["UserError"]


def test_every_mutation_says_which_role_it_needs(schema: GraphQLSchema) -> None:
    assert schema.mutation_type
    for name, field in schema.mutation_type.fields.items():
        assert any(role in (field.description or "") for role in ROLES), name


def test_every_list_without_a_natural_bound_is_a_connection(schema: GraphQLSchema) -> None:
    connections = [type_ for type_ in own_types(schema) if type_.name.endswith("Connection")]
    assert len(connections) > 5
    for type_ in connections:
        assert {"edges", "nodes", "pageInfo", "totalCount"} == type_.fields.keys()
    for type_ in own_types(schema):
        for name, field in type_.fields.items():
            if get_named_type(field.type) in connections:
                assert {"first", "after"} <= field.args.keys(), f"{type_.name}.{name}"
