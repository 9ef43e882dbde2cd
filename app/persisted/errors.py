"""Why an operation that was named by hash, or is not on the list, does not run."""

from typing import Self

from app.errors import OneGraphError


class PersistedQueryNotFound(OneGraphError):
    """No document of that hash; clients of the protocol send it whole then."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    @classmethod
    def make(cls) -> Self:
        """The message is part of the protocol: some clients compare it."""
        return cls("PersistedQueryNotFound", "Send the query together with its hash.")


class PersistedQueryMismatch(OneGraphError):
    """A document that was sent with the hash of another."""

    code = "PERSISTED_QUERY_MISMATCH"


class OperationNotAllowed(OneGraphError):
    """A server with a list of operations, and an operation that is not on it."""

    code = "OPERATION_NOT_ALLOWED"
