"""What clients send, whatever carries it: an operation with its variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from subscriptions.errors import BadRequest

_HINT = 'Send {"query": "...", "variables": {...}, "operationName": "...", "extensions": {...}}.'
PERSISTED = "persistedQuery"


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """The parameters of GraphQL over HTTP.

    Attributes:
        query: the document; None where ``extensions`` name a persisted one.
    """

    query: str | None
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    extensions: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def parse(cls, value: object) -> "GraphQLRequest":
        """Read decoded JSON.

        Raises:
            BadRequest: a parameter is missing or has the wrong type.
        """
        if not isinstance(value, dict):
            raise BadRequest(f"The request is {_name(value)}, not an object.", _HINT)
        extensions = _optional(value, "extensions", dict) or {}
        query = _optional(value, "query", str)
        if query is None and PERSISTED not in extensions:
            raise BadRequest("The request has no query.", _HINT)
        return cls(
            query=query,
            variables=_optional(value, "variables", dict),
            operation_name=_optional(value, "operationName", str),
            extensions=extensions,
        )

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> "GraphQLRequest":
        """Read the parameters of an address, in which maps are JSON.

        Raises:
            BadRequest: a parameter is missing or has the wrong type.
        """
        value: dict[str, object] = {
            name: parameters[name] for name in ("query", "operationName") if name in parameters
        }
        for name in ("variables", "extensions"):
            if parameters.get(name):
                value[name] = decode(parameters[name], f"The parameter {name}")
        return cls.parse(value)


def decode(text: str | bytes, what: str) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON.

    Raises:
        BadRequest: it is none, or nested too deeply; ``what`` says where it stood.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadRequest(f"{what} is no JSON.", _HINT) from None


def _optional(value: Mapping[str, Any], name: str, kind: type) -> Any:  # noqa: ANN401 - of kind
    found = value.get(name)
    if found is not None and not isinstance(found, kind):
        raise BadRequest(f"{name} is {_name(found)}, not {_NAMES[kind]}.", _HINT)
    return found


_NAMES = {
    dict: "an object",
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "a boolean",
    type(None): "null",
}


def _name(value: object) -> str:
    return _NAMES[type(value)]
