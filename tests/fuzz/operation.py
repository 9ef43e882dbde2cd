"""One operation, and the strategy that makes them from the schema."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import graphql
from graphql import DocumentNode, GraphQLObjectType, GraphQLSchema, OperationType, StringValueNode
from hypothesis import strategies as st
from hypothesis_graphql import nodes
from hypothesis_graphql import strategies as graphql_strategies

from app.asgi import graph_schema

# Stand-ins for values, which the tenants of the moment provide: see ``filling``.
_PLACES = {"ID": "@i", "String": "@s", "JSON": "@j", "DateTime": "@d"}
_NUMBERS = (1, 2, 3, 5, 20, 100, 0, -1, 101, 2**31 - 1, -(2**31))


@dataclass(frozen=True)
class Operation:
    """A document with one operation, and its variables."""

    kind: OperationType
    root: str
    document: str
    variables: dict[str, Any]

    def payload(self) -> dict[str, Any]:
        """The operation as every transport carries it."""
        return {"query": self.document, "variables": self.variables}


@dataclass(frozen=True)
class Outline:
    """An operation as it was drawn; ``seed`` decides how its blanks are filled in."""

    kind: OperationType
    root: str
    document: DocumentNode
    seed: int


@cache
def schema() -> GraphQLSchema:
    """The schema of the server."""
    return graph_schema()._schema


def root_type(kind: OperationType) -> GraphQLObjectType:
    """The type whose fields operations of a kind start from."""
    found = schema().get_root_type(kind)
    assert found
    return found


def outlines(kinds: Collection[OperationType] = tuple(OperationType)) -> st.SearchStrategy[Outline]:
    """Operations of one root field each; every field is as likely as every other."""
    fields = [(kind, name) for kind in kinds for name in sorted(root_type(kind).fields)]
    return st.sampled_from(fields).flatmap(lambda field: _outlines(*field))


@cache
def _outlines(kind: OperationType, field: str) -> st.SearchStrategy[Outline]:
    scalars = {
        name: st.integers(0, 2**16).map(partial(_place, place)) for name, place in _PLACES.items()
    }
    documents = graphql_strategies.queries(
        _as_queries(kind),
        fields=[field],
        custom_scalars=scalars | {"Int": st.sampled_from(_NUMBERS).map(nodes.Int)},
        print_ast=_itself,
    )
    drawn = st.tuples(documents, st.integers(0, 2**32))
    return drawn.map(lambda pair: Outline(kind, field, pair[0], pair[1]))


@cache
def _as_queries(kind: OperationType) -> GraphQLSchema:
    """The generator knows no subscriptions: the fields of any root pass as queries."""
    kinds = schema().type_map.values()
    return GraphQLSchema(
        query=root_type(kind),
        types=[each for each in kinds if graphql.is_object_type(each) and each.interfaces],
    )


def _place(place: str, number: int) -> StringValueNode:
    return nodes.String(f"{place}{number}")


def _itself(document: DocumentNode) -> DocumentNode:
    return document
