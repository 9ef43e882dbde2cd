"""What goes back to a client: the result of an operation, encoded once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError

from app.errors import OneGraphError
from subscriptions.errors import STATUS

_DEFAULT_STATUS = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """A result in JSON.

    Attributes:
        body: the result as a JSON object.
        errors: of an operation that was not executed, as decoded JSON; it has no ``data``.
    """

    body: bytes
    errors: Sequence[Any] | None = None

    @classmethod
    def refused(cls, errors: Sequence[Any], extensions: dict[str, Any] | None = None) -> "Answer":
        """The answer to an operation that was not executed."""
        body: dict[str, Any] = {"errors": errors}
        return cls(orjson.dumps(_extended(body, extensions)), errors)

    @classmethod
    def of_error(cls, error: OneGraphError) -> "Answer":
        """The answer to an operation that an error of ours forbids."""
        return cls.refused([{"message": error.message, "extensions": error.extensions}])

    @classmethod
    def of(
        cls,
        data: dict[str, Any] | None,
        errors: Sequence[GraphQLError] | None,
        extensions: dict[str, Any] | None,
    ) -> "Answer":
        """The answer to an operation that was executed, or that GraphQL itself refused.

        Raises:
            TypeError: ``data`` holds something that is not JSON.
        """
        formatted: list[Any] = [error.formatted for error in errors or ()]
        if data is None and errors and not any(error.path for error in errors):
            return cls.refused(formatted, extensions)
        body: dict[str, Any] = {"data": data}
        if formatted:
            body["errors"] = formatted
        return cls(orjson.dumps(_extended(body, extensions)))

    @property
    def executed(self) -> bool:
        """Whether the operation ran, and so has ``data``, if only null."""
        return self.errors is None

    @property
    def status(self) -> int:
        """The HTTP status that ``application/graphql-response+json`` asks for."""
        if self.errors is None:
            return 200
        codes = (error.get("extensions", {}).get("code") for error in self.errors)
        return max(STATUS.get(str(code), _DEFAULT_STATUS) for code in codes)


def _extended(body: dict[str, Any], extensions: dict[str, Any] | None) -> dict[str, Any]:
    return body | ({"extensions": extensions} if extensions else {})
