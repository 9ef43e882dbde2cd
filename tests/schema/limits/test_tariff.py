"""Every field has a price that follows from its type or stands in the list."""

from graphql import build_schema

from schema.limits.costs import PRICES, SIZES
from schema.limits.tariff import Tariff, tariffs, unpriced
from schema.schema import GraphSchema


def test_every_list_of_the_schema_has_a_length(schema: GraphSchema) -> None:
    assert unpriced(schema._schema) == []


def test_a_list_without_a_length_is_found() -> None:
    made = build_schema(
        "type Query { open: [Thing!]! page(first: Int): [Thing!]! names: [String!]! }"
        "type Thing { name: String things: ThingConnection }"
        "type ThingConnection { nodes: [Thing!]! }"
    )
    assert unpriced(made) == ["Query.open", "Thing.things"]


def test_the_list_names_only_fields_that_exist(schema: GraphSchema) -> None:
    known = tariffs(schema._schema)
    names = {f"{holder}.{name}" for holder, fields in known.items() for name in fields}
    names |= {f"*.{name}" for fields in known.values() for name in fields}
    assert {*PRICES, *SIZES} <= names


def test_plain_values_are_free_and_objects_cost_one(schema: GraphSchema) -> None:
    query, person = (tariffs(schema._schema)[name] for name in ("Query", "Person"))
    assert person["username"] == Tariff("String", 0)
    assert query["me"] == Tariff("Person", 1)


def test_what_a_list_holds_by_default_is_read_from_its_argument(schema: GraphSchema) -> None:
    query = tariffs(schema._schema)["Query"]
    assert (query["plugins"].size, query["searchPlugins"].size) == (20, 10)
