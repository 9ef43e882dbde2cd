"""Each limit lets pass what reaches it, and refuses what exceeds it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from graphql import get_introspection_query

from app.asgi import graph_schema
from app.errors import OneGraphError
from app.settings import Settings
from schema.limits import errors
from schema.schema import GraphSchema

TOUR = Path(__file__).parents[3] / "app" / "graphiql" / "tour.graphql"


def judge(text: str, **limits: int) -> None:
    """Read a document under these limits, and the default ones otherwise."""
    graph_schema(Settings().model_copy(update=limits)).documents.document(text, suggestions=False)


def nested(depth: int) -> str:
    """A valid document of fields within fields; ``depth`` is one more than twice a number."""
    fields = ["me", *["memberships", "person"] * ((depth - 2) // 2), "id"]
    return "{ " + " { ".join(fields) + " }" * len(fields)


def operations(number: int) -> str:
    return " ".join(f"query Q{index} {{ me {{ id }} }}" for index in range(number))


def root_fields(number: int) -> str:
    return "{ " + "__typename " * (number - 1) + "...Rest } fragment Rest on Query { __typename }"


def aliases(number: int) -> str:
    return "{ " + " ".join(f"a{index}: __typename" for index in range(number)) + " }"


def directives(number: int) -> str:
    return "{ me { " + "id @skip(if: false) " * number + "} }"


def heap(number: int) -> str:
    return "{ __typename " + "@skip(if: false) " * number + "}"


def values(number: int) -> str:
    return "{ nodes(ids: [" + '"a" ' * (number - 1) + "]) { id } }"


def tokens(number: int) -> str:
    return "{ me { " + "id " * (number - 5) + "} }"


def size(number: int) -> str:
    return "{ __typename }".ljust(number)


@pytest.mark.parametrize(
    ("make", "setting", "error", "limit"),
    [
        (nested, "query_depth", errors.QueryTooDeep, 6),
        (operations, "query_operations", errors.TooManyOperations, 3),
        (root_fields, "query_root_fields", errors.TooManyRootFields, 4),
        (aliases, "query_aliases", errors.TooManyAliases, 5),
        (directives, "query_directives", errors.TooManyDirectives, 6),
        (values, "query_values", errors.TooManyValues, 7),
        (tokens, "query_tokens", errors.TooManyTokens, 40),
        (size, "document_bytes", errors.DocumentTooLarge, 1_000),
    ],
)
def test_what_reaches_a_limit_passes_and_what_exceeds_it_is_refused(
    make: Callable[[int], str], setting: str, error: type[OneGraphError], limit: int
) -> None:
    judge(make(limit), **{setting: limit})

    beyond = limit + (2 if make is nested else 1)
    with pytest.raises(error) as caught:
        judge(make(beyond), **{setting: limit})

    assert str(limit) in caught.value.message
    assert caught.value.hint is not None
    assert f"ONE_{setting.upper()}" in caught.value.hint


def test_directives_in_a_heap_are_refused_before_they_are_compared() -> None:
    judge(heap(1))

    with pytest.raises(errors.TooManyDirectivesPerField, match="has 6 directives at one place"):
        judge(heap(6))


def test_depth_goes_through_fragments_that_are_spread_before_they_are_defined() -> None:
    text = (
        "{ me { ...A } } fragment A on Person { ...B } fragment B on Person { memberships { id }}"
    )
    judge(text, query_depth=3)

    with pytest.raises(errors.QueryTooDeep, match="3 levels of fields; 2 are allowed"):
        judge(text, query_depth=2)


def test_aliases_and_directives_of_fragments_and_variables_count() -> None:
    text = (
        "query ($a: Boolean! @deprecated) @skip(if: $a) { ...A @skip(if: $a) }"
        "fragment A on Query @skip(if: true) { a: __typename ... @skip(if: $a) { __typename } }"
    )
    with pytest.raises(errors.TooManyDirectives, match="has 5 directives"):
        judge(text, query_directives=4)
    with pytest.raises(errors.TooManyAliases, match="has 1 aliases"):
        judge(text, query_aliases=0)


def test_size_is_counted_in_bytes_not_in_characters() -> None:
    text = size(990) + "#" + "\u20ac" * 4
    with pytest.raises(errors.DocumentTooLarge, match="has 1003 bytes"):
        judge(text, document_bytes=1_000)


@pytest.mark.parametrize("field", ["__schema { description }", '__type(name: "Query") { name }'])
def test_without_introspection_the_schema_is_not_told(field: str) -> None:
    judge(f"{{ {field} }}")

    for text in (f"{{ {field} }}", f"{{ ...A }} fragment A on Query {{ b: {field} }}"):
        with pytest.raises(errors.IntrospectionDisabled):
            judge(text, introspection=False)


def test_without_introspection_typename_is_still_told() -> None:
    judge("{ __typename me { __typename } }", introspection=False)


def test_the_tour_is_within_the_default_limits_of_shape_and_price(schema: GraphSchema) -> None:
    document = schema.documents.document(TOUR.read_text(), suggestions=False)

    names = re.findall(r"^(?:query|mutation|subscription) (\w+)", TOUR.read_text(), re.MULTILINE)
    prices = [schema.pricer.price(document, name, {}) for name in names]

    assert len(prices) == len(document.definitions) == 8
    assert max(prices) < schema.limits.query_cost / 10


def test_the_query_that_graphiql_reads_the_schema_by_is_within_the_default_limits(
    schema: GraphSchema,
) -> None:
    text = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    document = schema.documents.document(text, suggestions=False)

    assert 1_000 < schema.pricer.price(document, None, {}) < schema.limits.query_cost / 2
