"""The price of every field of a schema, derived from the price list and the types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_interface_type,
    is_list_type,
    is_object_type,
    is_union_type,
)

from app.pagination import DEFAULT_PAGE
from schema.limits.costs import PRICES, SIZES

Holder: TypeAlias = GraphQLObjectType | GraphQLInterfaceType
_CONNECTION = "Connection"
_ITEMS = ("nodes", "edges")
_BOUNDS = ("first", "ids")


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a field costs.

    Attributes:
        type: name of the type that it returns, lists and non-null taken off.
        price: of the call itself.
        many: it returns a list of objects.
        connection: it returns a connection, whose items ``size`` counts.
        item: it is the list of items of a connection, whose field says how many.
        argument: the argument that says how many objects there are, if one does.
        size: how many there are without that argument; None: nobody says.
    """

    type: str
    price: int
    many: bool = False
    connection: bool = False
    item: bool = False
    argument: str | None = None
    size: int | None = None


Tariffs: TypeAlias = Mapping[str, Mapping[str, Tariff]]


def tariffs(schema: GraphQLSchema) -> Tariffs:
    """The tariff of each field, by type and name; unions have no fields."""
    found: dict[str, dict[str, Tariff]] = {
        named.name: {} for named in schema.type_map.values() if is_union_type(named)
    }
    found |= {
        holder.name: {name: _tariff(holder, name, field) for name, field in holder.fields.items()}
        for holder in _holders(schema)
    }
    if schema.query_type:
        for name, field in (("__schema", SchemaMetaFieldDef), ("__type", TypeMetaFieldDef)):
            found[schema.query_type.name][name] = _tariff(schema.query_type, name, field)
    return found


def unpriced(schema: GraphQLSchema) -> list[str]:
    """The lists of objects whose length nobody says, as ``Type.field``."""
    return [
        f"{holder}.{name}"
        for holder, fields in tariffs(schema).items()
        for name, tariff in fields.items()
        if (tariff.many or tariff.connection) and not tariff.item and tariff.size is None
    ]


def _holders(schema: GraphQLSchema) -> Iterator[Holder]:
    for named in schema.type_map.values():
        if is_object_type(named) or is_interface_type(named):
            yield named


def _tariff(holder: Holder, name: str, field: GraphQLField) -> Tariff:
    returned = get_named_type(field.type)
    composite = is_composite_type(returned)
    item = holder.name.endswith(_CONNECTION) and name in _ITEMS
    default = int(composite and not item)
    price = PRICES.get(f"{holder.name}.{name}", PRICES.get(f"*.{name}", default))
    if not composite:
        return Tariff(returned.name, price)
    argument = next((bound for bound in _BOUNDS if bound in field.args), None)
    return Tariff(
        returned.name,
        price,
        many=_is_list(field.type),
        connection=returned.name.endswith(_CONNECTION),
        item=item,
        argument=argument,
        size=_size(field.args[argument]) if argument else SIZES.get(f"{holder.name}.{name}"),
    )


def _is_list(type_: GraphQLOutputType) -> bool:
    return is_list_type(get_nullable_type(type_))


def _size(argument: Any) -> int:  # noqa: ANN401 - its default is of any type
    default = argument.default_value
    return default if isinstance(default, int) else DEFAULT_PAGE
