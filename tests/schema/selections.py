"""Every list of the schema, and every field below its items, as operations."""

from collections.abc import Iterator
from typing import NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

Composite = GraphQLObjectType | GraphQLInterfaceType
CONNECTION = "Connection"


class Listed(NamedTuple):
    """A list of the root, and a field of its items; None: their plain fields."""

    root: str
    type_: str
    field: str | None


def listed(schema: GraphQLSchema) -> Iterator[Listed]:
    """Each root list with each field that its items, of whatever type, may have."""
    assert schema.query_type
    for root, field in schema.query_type.fields.items():
        if not get_named_type(field.type).name.endswith(CONNECTION):
            continue
        yield Listed(root, "", None)
        for type_ in _types(schema, _item(field)):
            for name, nested in type_.fields.items():
                if not is_leaf_type(get_named_type(nested.type)) or nested.args or _lazy(nested):
                    yield Listed(root, type_.name, name)


def document(schema: GraphQLSchema, chosen: Listed) -> str:
    """The operation that reads a list with ``$first`` items, and as many below each."""
    assert schema.query_type
    field = schema.query_type.fields[chosen.root]
    arguments = "first: $first" + (", group: $group" if "group" in field.args else "")
    if chosen.root == "connections":
        arguments += ", to: $group"
    below = ""
    if chosen.field:
        nested = schema.type_map[chosen.type_]
        assert isinstance(nested, GraphQLObjectType)
        below = (
            f"... on {chosen.type_} {{ {_selection(chosen.field, nested.fields[chosen.field])} }}"
        )
    used = "$group: ID" if "$group" in arguments else ""
    used += (
        "!" if isinstance(getattr(field.args.get("group"), "type", None), GraphQLNonNull) else ""
    )
    return (
        f"query ($first: Int{', ' if used else ''}{used}) "
        f"{{ {chosen.root}({arguments}) {{ nodes {{ __typename id {below} }} }} }}"
    )


def _selection(name: str, field: GraphQLField) -> str:
    type_ = get_named_type(field.type)
    arguments = "(first: $first)" if "first" in field.args else ""
    if is_leaf_type(type_):
        return f"{name}{arguments}"
    if type_.name.endswith(CONNECTION):
        plain = "__typename nodes { __typename " + _plain(_item(field)) + " }"
        return f"below: {name}{arguments} {{ {plain} }}"
    return f"below: {name}{arguments} {{ __typename {_plain(type_)} }}"


def _plain(type_: object) -> str:
    fields = getattr(type_, "fields", {})
    return " ".join(
        name
        for name, field in fields.items()
        if is_leaf_type(get_named_type(field.type)) and not field.args and not _lazy(field)
    )


def _lazy(field: GraphQLField) -> bool:
    """Whether a leaf is read apart from its object: it has a resolver of its own."""
    strawberry = field.extensions.get("strawberry-definition")
    return strawberry is not None and strawberry.base_resolver is not None


def _item(field: GraphQLField) -> Composite:
    connection = get_named_type(field.type)
    assert isinstance(connection, GraphQLObjectType)
    item = get_named_type(connection.fields["nodes"].type)
    assert isinstance(item, GraphQLObjectType | GraphQLInterfaceType)
    return item


def _types(schema: GraphQLSchema, item: Composite) -> list[GraphQLObjectType]:
    if isinstance(item, GraphQLObjectType):
        return [item]
    return list(schema.get_possible_types(item))
