"""Requests whose writer means harm: documents and variables that cost much or break rules."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.fuzz.values import HOSTILE_JSON, HOSTILE_TEXTS

Payload = dict[str, Any]
_DEEP = 10_000
_TYPE = "ofType {name " * 300 + "}" * 300


def _query(text: str, **variables: Any) -> Payload:  # noqa: ANN401 - any JSON
    return {"query": text, "variables": variables}


def aliases(chance: Random) -> Payload:
    """One field under many names."""
    count = chance.choice((30, 31, 1_000, 4_000))
    return _query("{" + " ".join(f"a{n}: groups {{ totalCount }}" for n in range(count)) + "}")


def fragment_cycle(chance: Random) -> Payload:
    """Fragments that hold each other."""
    count = chance.choice((1, 2, 50))
    parts = (
        f"fragment F{n} on Group {{ id parent {{ ...F{(n + 1) % count} }} }}" for n in range(count)
    )
    return _query('{ group(slug: "x") { ...F0 } } ' + " ".join(parts))


def fragment_growth(chance: Random) -> Payload:
    """Fragments that hold the next one twice: 2^n fields in n lines."""
    count = chance.choice((5, 30, 200))
    parts = [
        f"fragment F{n} on Group {{ a: parent {{ ...F{n + 1} }} b: parent {{ ...F{n + 1} }} }}"
        for n in range(count)
    ]
    last = f"fragment F{count} on Group {{ id }}"
    return _query('{ group(slug: "x") { ...F0 } } ' + " ".join(parts) + last)


def directives(chance: Random) -> Payload:
    """Many directives at one place, some of which nobody knows."""
    name = chance.choice(("@include(if: true)", "@skip(if: false)", "@nobody", "@deprecated"))
    return _query("{ groups { totalCount " + name * chance.choice((6, 1_000)) + " } }")


def deep_selection(chance: Random) -> Payload:
    """Selections within selections."""
    depth = chance.choice((13, 500, _DEEP))
    return _query('{ group(slug: "x") ' + "{ parent " * depth + "{ id }" + "}" * depth + "}")


def deep_literal(chance: Random) -> Payload:
    """Values within values."""
    depth = chance.choice((20, 500, _DEEP))
    opened, closed = chance.choice((("[", "]"), ("{a: ", "}")))
    value = opened * depth + "1" + closed * depth
    return _query(
        f'mutation {{ configurePlugin(input: {{instance: "x", settings: {value}}}) '
        "{ __typename } }"
    )


def introspection(chance: Random) -> Payload:
    """The schema asked for, in itself and again."""
    nested = "fields { type " * 12 + "{ name }" + "}" * 12
    return _query(
        chance.choice(
            (
                "{ __schema { types { " + nested + " } } }",
                "{ __schema { types { fields { type { name " + _TYPE + " } } } } }",
                "{" + " ".join(f"s{n}: __schema {{ types {{ name }} }}" for n in range(30)) + "}",
                '{ __type(name: "Query") { ' + nested + " } }",
            )
        )
    )


def giant_lists(chance: Random) -> Payload:
    """Lists that are longer than anybody needs."""
    ids = [f"thing_{n:024x}" for n in range(chance.choice((101, 10_000)))]
    return chance.choice(
        (
            _query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids),
            _query("query ($t: [String!]) { things(type: $t) { totalCount } }", t=ids),
        )
    )


def repeated_fields(chance: Random) -> Payload:
    """One field, again and again."""
    return _query("{ groups { nodes { " + "id " * chance.choice((600, 20_000)) + "} } }")


def operators(chance: Random) -> Payload:
    """What a database would take for an instruction, at each place where JSON may stand."""
    value = chance.choice(HOSTILE_JSON)
    text = chance.choice(HOSTILE_TEXTS)
    return chance.choice(
        (
            _query("query ($x: ID!) { node(id: $x) { id } }", x=value),
            _query("query ($x: ID!) { node(id: $x) { id } }", x=text),
            _query("query ($x: String) { group(slug: $x) { id } }", x=value),
            _query("query ($x: String) { groups(after: $x) { totalCount } }", x=text),
            _query("query ($x: String!) { searchPlugins(query: $x) { score } }", x=text),
            _query("query ($x: PluginFilter) { plugins(filter: $x) { totalCount } }", x=value),
            _query("query ($x: DateTime) { events(since: $x) { totalCount } }", x=value),
        )
    )


def pages(chance: Random) -> Payload:
    """Pages of sizes that no page has."""
    sizes = (-1, 0, 101, 2**31 - 1, 2**31, -(2**63), 10**30, 1.5, "7", True, [3])
    return _query("query ($n: Int) { plugins(first: $n) { totalCount } }", n=chance.choice(sizes))


def names(chance: Random) -> Payload:
    """Operations that are not there, or there twice."""
    name = chance.choice(("", "b", "a\nERROR b", "x" * 10_000))
    text = chance.choice(("query a { me { id } } query c { me { id } }", "{ me { id } }", ""))
    return _query(text) | {"operationName": name}


def extensions(chance: Random) -> Payload:
    """References to operations that nobody registered, or that are something else."""
    reference: Any = chance.choice(
        (
            {"version": 1, "sha256Hash": "0" * 64},
            {"version": 1, "sha256Hash": "{ me { id } }"},
            {"version": "x", "sha256Hash": {"$gt": ""}},
            None,
            [],
        )
    )
    payload = {"extensions": {"persistedQuery": reference}}
    return payload | chance.choice(({}, {"query": "{ __typename }"}, {"query": None}))


ATTACKS: tuple[Callable[[Random], Payload], ...] = (
    *(aliases, fragment_cycle, fragment_growth, directives, deep_selection, deep_literal),
    *(introspection, giant_lists, repeated_fields, operators, pages, names, extensions),
)


def attack(chance: Random) -> Payload:
    """One of them; the cheap and various more often."""
    return chance.choice((*ATTACKS, operators, operators, operators, pages))(chance)
