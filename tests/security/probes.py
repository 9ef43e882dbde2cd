"""What graphql-cop sends, and what in an answer it reports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import httpx

Json = Any
PAGES = ("graphiql.min.css", "graphql playground", "graphiql", "graphql-playground")
NESTED = "{ type " + "{ fields { type " * 3 + "{ name }" + " } }" * 3 + " }"
DOCUMENTS = {
    "alias overloading": " ".join(f"alias{number}: __typename" for number in range(101)),
    "field duplication": "__typename " * 500,
    "directive overloading": f"__typename {'@aa' * 10}",
    "circular introspection": f"__schema {{ types {{ fields {NESTED} }} }}",
    "introspection": "__schema { types { name fields { name } } }",
    "field suggestions": "__schema { directive }",
    "trace mode": "__typename",
}


@dataclass(frozen=True)
class Probe:
    """A request to ``/graphql``, and whether what comes back is a finding."""

    request: dict[str, Json]
    found: Callable[[httpx.Response], bool]
    method: Literal["GET", "POST"] = "POST"

    async def finds(self, client: httpx.AsyncClient) -> bool:
        """Send it."""
        return self.found(await client.request(self.method, "/graphql", **self.request))


def document(name: str) -> str:
    """The operation of a probe that any transport can carry."""
    return f"query cop {{ {DOCUMENTS[name]} }}"


def posted(name: str, found: Callable[[Json], bool]) -> Probe:
    """A document as JSON; ``found`` judges the JSON of the answer."""
    body = {"query": document(name), "operationName": "cop"}
    return Probe({"json": body}, lambda answer: found(answer.json()))


def data(answer: Json) -> Json:
    """The data of an answer; an empty object where there is none."""
    return (isinstance(answer, dict) and answer.get("data")) or {}


def errors(answer: Json) -> list[Json]:
    """The errors of an answer."""
    found: list[Json] = answer.get("errors", []) if isinstance(answer, dict) else []
    return found


def has_typename(response: httpx.Response) -> bool:
    """Whether an operation was executed."""
    return "__typename" in data(response.json())


def shows_a_page(response: httpx.Response) -> bool:
    """Whether a browser gets a tool to explore the schema with."""
    return response.is_success and any(word in response.text.lower() for word in PAGES)


def extended_by(name: str) -> Callable[[Json], bool]:
    """Whether an answer, or an error of it, carries an extension of that name."""
    return lambda answer: any(
        name in (part.get("extensions") or {}) for part in (answer, *errors(answer))
    )


PROBES = {
    "alias overloading": posted("alias overloading", lambda answer: "alias100" in data(answer)),
    "batch": Probe(
        {"json": [{"query": "query cop { __typename }"}] * 10},
        lambda answer: len(answer.json()) >= 10,
    ),
    "field duplication": posted("field duplication", lambda answer: "__typename" in data(answer)),
    "directive overloading": posted(
        "directive overloading", lambda answer: len(errors(answer)) == 10
    ),
    "circular introspection": posted(
        "circular introspection", lambda answer: "__schema" in data(answer)
    ),
    "introspection": posted("introspection", lambda answer: "__schema" in data(answer)),
    "field suggestions": posted(
        "field suggestions",
        lambda answer: any("Did you mean" in error["message"] for error in errors(answer)),
    ),
    "GraphiQL": Probe({"headers": {"accept": "text/html"}}, shows_a_page, "GET"),
    "trace mode": posted("trace mode", extended_by("tracing")),
    "unhandled error": Probe(
        {"json": {"query": "qwerty cop { abc }", "operationName": "cop"}},
        lambda answer: extended_by("exception")(answer.json()),
    ),
    "mutation by GET": Probe(
        {"params": {"query": "mutation cop { __typename }"}}, has_typename, "GET"
    ),
    "query by GET": Probe({"params": {"query": "query cop { __typename }"}}, has_typename, "GET"),
    "form by POST": Probe({"data": {"query": "query cop { __typename }"}}, has_typename),
}
