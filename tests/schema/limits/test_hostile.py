"""Documents that are made to cost much are refused at little cost."""

import time
from collections.abc import Callable

import pytest
from graphql import GraphQLError

from schema.limits import errors
from schema.limits.documents import InvalidDocument
from schema.schema import GraphSchema

SECONDS = 0.2  # what grows with the square of such documents takes several


def fragments(number: int, body: Callable[[int], str], on: str) -> str:
    return " ".join(f"fragment A{index} on {on} {{ {body(index)} }}" for index in range(number))


MANY = " ".join(f"...A{index}" for index in range(400))
HOSTILE = {
    "braces": ("{" + "me {" * 10_000, errors.QueryTooDeep),
    "inline fragments": ("{" + "... {" * 10_000, errors.QueryTooDeep),
    "lists": ("{ nodes(ids: " + "[" * 10_000, errors.QueryTooDeep),
    "objects": ("{ plugins(filter: " + "{ a: " * 10_000, errors.QueryTooDeep),
    "list types": ("query ($a: " + "[" * 10_000, errors.QueryTooDeep),
    "closed braces": ("{" + "me {" * 199 + "id" + "}" * 200, errors.QueryTooDeep),
    "megabytes": ('{ node(id: "' + "x" * 16_000_000 + '") { id } }', errors.DocumentTooLarge),
    "comments": ("#\n" * 49_000 + "{ me { id } }", errors.TooManyTokens),
    "directives": ("{ __typename " + "@skip(if: true)" * 5_000 + "}", errors.TooManyTokens),
    "one field often": ("{ me {" + "id " * 4_900 + "} }", errors.QueryTooComplex),
    "unknown fields": ("{ me {" + "x " * 4_900 + "} }", errors.QueryTooComplex),
    "unknown arguments": (
        "{ plugins(" + " ".join(f"x{index}: 1" for index in range(499)) + ") { totalCount } }",
        InvalidDocument,
    ),
    "unknown input fields": (
        "{ plugins(filter: {" + " ".join(f"x{i}: 1" for i in range(499)) + "}) { totalCount } }",
        InvalidDocument,
    ),
    "unused variables": (
        "query (" + " ".join(f"$x{index}: Int" for index in range(1_200)) + ") { me { id } }",
        InvalidDocument,
    ),
    "many fragments": (
        "{ me {" + MANY + "} }" + fragments(400, lambda _: "memberships { id }", "Person"),
        errors.QueryTooComplex,
    ),
    "fragments in a chain": (
        "{ ...A0 }"
        + fragments(600, lambda index: f"...A{index + 1}", "Query")
        + "fragment A600 on Query { __typename }",
        errors.QueryTooComplex,
    ),
    "fragments in a circle": (
        "{ ...A0 }" + fragments(100, lambda index: f"...A{(index + 1) % 100}", "Query"),
        InvalidDocument,
    ),
    "fragments that double": (
        "{ ...A0 }"
        + fragments(300, lambda index: f"...A{index + 1} ...A{index + 1}", "Query")
        + "fragment A300 on Query { __typename }",
        errors.TooManyRootFields,
    ),
    "introspection in circles": (
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        InvalidDocument,
    ),
    "lone surrogates": ('{ node(id: "\ud800") { id } }', GraphQLError),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_at_once(schema: GraphSchema, name: str) -> None:
    text, error = HOSTILE[name]
    best = SECONDS
    for _ in range(3):
        started = time.thread_time()
        with pytest.raises(error):
            schema.documents.document(text, suggestions=False)
        best = min(best, time.thread_time() - started)
    assert best < SECONDS


def test_fragments_that_multiply_are_priced_in_linear_time(schema: GraphSchema) -> None:
    body = "a: memberships { person { ...A%d } } b: memberships { person { ...A%d } }"
    text = (
        "{ me { ...A0 } }"
        + fragments(4, lambda index: body % (index + 1, index + 1), "Person")
        + "fragment A4 on Person { id }"
    )
    document = schema.documents.document(text, suggestions=False)

    started = time.thread_time()
    price = schema.pricer.price(document, None, {})

    assert price > 20**4
    assert time.thread_time() - started < 0.01


def test_no_more_mistakes_are_told_than_the_limit(schema: GraphSchema) -> None:
    text = "{ me { " + " ".join(f"x{index}" for index in range(100)) + " } }"
    with pytest.raises(InvalidDocument) as caught:
        schema.documents.document(text, suggestions=False)
    assert len(caught.value.errors) == schema.limits.query_errors + 1
    assert "Too many validation errors" in caught.value.errors[-1].message
