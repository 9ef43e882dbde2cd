"""Lists multiply; fragments, variables and defaults count as what they stand for."""

import pytest

from app.asgi import graph_schema
from app.settings import Settings
from schema.schema import GraphSchema

THINGS = "things(first: 100) { nodes { %s } }"


def price(schema: GraphSchema, text: str, operation: str | None = None, **variables: object) -> int:
    document = schema.documents.document(text, suggestions=False)
    return schema.pricer.price(document, operation, variables)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ __typename }", 0),
        ("{ me { username } }", 1),
        ("{ plugins(first: 5) { nodes { name } } }", 1 + 5),
        ("{ plugins { nodes { name } } }", 1 + 20),
        ("{ plugins(first: 0) { nodes { name } } }", 1),
        ("{ plugins(first: 5) { edges { cursor node { name } } } }", 1 + 5 * 2),
        ("{ plugins(first: 5) { pageInfo { hasNextPage } totalCount } }", 1 + 1 + 10),
        ("{ plugins(first: 5) { nodes { name } edges { cursor } } }", 1 + 5 + 5),
        (
            "{ plugins(first: 5) { nodes { versions(first: 3) { nodes { id } } } } }",
            1 + 5 * (1 + 1 + 3),
        ),
        ('{ nodes(ids: ["a", "b"]) { id } }', 1 + 2),
        ('{ searchPlugins(query: "a", first: 4) { score plugin { name } } }', 50 + 4 * (1 + 1)),
        ("{ a: me { id } b: me { id } }", 2),
        ("{ me { id } ... on Query { me { id } } ... { me { id } } }", 3),
        ("{ ...A ...A } fragment A on Query { me { id } }", 2),
        (
            "{ a: plugins(first: 2) { ...P } b: plugins(first: 3) { ...P } }"
            "fragment P on PluginConnection { ...N pageInfo { hasNextPage } }"
            "fragment N on PluginConnection { nodes { name } }",
            (1 + 1 + 2) + (1 + 1 + 3),
        ),
    ],
)
def test_the_price_of(schema: GraphSchema, text: str, expected: int) -> None:
    assert price(schema, text) == expected


def test_variables_and_their_defaults_say_how_long_a_list_is(schema: GraphSchema) -> None:
    text = "query ($n: Int = 7) { plugins(first: $n) { nodes { name } } }"
    assert price(schema, text) == 1 + 7
    assert price(schema, text, n=3) == 1 + 3
    assert price(schema, text, n=None) == 1 + 20

    ids = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert price(schema, ids, ids=["a", "b", "c"]) == 1 + 3


@pytest.mark.parametrize("wrong", ["many", [], {"a": 1}, 2.5, True, -5, 10**30])
def test_a_variable_of_the_wrong_shape_is_left_to_execution(
    schema: GraphSchema, wrong: object
) -> None:
    text = "query ($n: Int) { plugins(first: $n) { nodes { name } } }"
    assert 1 <= price(schema, text, n=wrong) <= 1 + 100


def test_no_page_is_priced_as_longer_than_pages_can_be(schema: GraphSchema) -> None:
    assert price(schema, "{ plugins(first: 1000000) { nodes { name } } }") == 1 + 100


def test_only_the_operation_that_runs_is_priced(schema: GraphSchema) -> None:
    text = "query A { me { id } } query B { plugins(first: 9) { nodes { name } } }"
    assert price(schema, text, "A") == 1
    assert price(schema, text, "B") == 1 + 9
    assert price(schema, text, "C") == 0


def test_lists_within_lists_cost_more_than_the_limit(schema: GraphSchema) -> None:
    inner = "versions(first: 100) { nodes { version } }"
    twice = f"{{ plugins(first: 100) {{ nodes {{ {inner} }} }} }}"
    thrice = f"{{ plugins(first: 100) {{ nodes {{ {inner} b: {inner} c: {inner} }} }} }}"
    assert price(schema, twice) == 1 + 100 * (1 + 1 + 100)
    assert price(schema, twice) < schema.limits.query_cost < price(schema, thrice)


def test_a_price_is_a_number_that_every_reader_of_json_takes() -> None:
    text = "id"
    for _ in range(4):
        text = f"events(first: 100) {{ nodes {{ group {{ {THINGS % text} }} }} }}"
    deep = graph_schema(Settings.model_construct(None, query_depth=100))

    assert price(deep, f"{{ {THINGS % text} }}") == 2**53 - 1


def test_reading_the_schema_twice_over_is_too_dear(schema: GraphSchema) -> None:
    types = "types { fields { name args { name } } inputFields { name } enumValues { name } }"
    once = price(schema, f"{{ __schema {{ {types} }} }}")
    often = " ".join(f"a{index}: {types}" for index in range(10))
    assert once < schema.limits.query_cost < price(schema, f"{{ __schema {{ {often} }} }}")
