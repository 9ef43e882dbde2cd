"""The parameters of a request have the types that the specification gives them."""

import pytest

from subscriptions.errors import BadRequest
from subscriptions.request import GraphQLRequest, decode


def test_every_parameter_is_read() -> None:
    request = GraphQLRequest.parse(
        {
            "query": "query A { __typename }",
            "operationName": "A",
            "variables": {"a": 1},
            "extensions": {"b": 2},
            "unknown": 3,
        }
    )
    assert request == GraphQLRequest("query A { __typename }", {"a": 1}, "A", {"b": 2})


def test_null_is_the_same_as_nothing() -> None:
    nothing = dict.fromkeys(("variables", "operationName", "extensions"))
    assert GraphQLRequest.parse({"query": "{ a }"} | nothing) == GraphQLRequest("{ a }")


def test_a_persisted_operation_needs_no_query() -> None:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    assert GraphQLRequest.parse({"extensions": extensions}).query is None


NO_MAPS: list[object] = [[], "{}", 0, False]
NO_NAMES: list[object] = [[], {}, 0, False]


@pytest.mark.parametrize(
    "value",
    [
        *(None, [], "query", 7, True, {}, {"query": None}, {"query": 7}, {"query": ["{ a }"]}),
        *({"query": "{ a }", "variables": wrong} for wrong in NO_MAPS),
        *({"query": "{ a }", "operationName": wrong} for wrong in NO_NAMES),
        *({"query": "{ a }", "extensions": wrong} for wrong in NO_MAPS),
    ],
)
def test_wrong_types_are_refused_by_name(value: object) -> None:
    with pytest.raises(BadRequest) as refusal:
        GraphQLRequest.parse(value)
    assert refusal.value.message
    assert refusal.value.hint


def test_maps_in_an_address_are_json() -> None:
    request = GraphQLRequest.from_parameters({"query": "{ a }", "variables": '{"a": [1]}'})
    assert request.variables == {"a": [1]}
    with pytest.raises(BadRequest):
        GraphQLRequest.from_parameters({"query": "{ a }", "variables": "{"})


@pytest.mark.parametrize("text", ["", "{", "NaN", b"\xff", '"\\ud800"', "[" * 100_000])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadRequest):
        decode(text, "The body")
