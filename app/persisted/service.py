"""What every transport asks before it executes."""

from collections.abc import Mapping
from typing import Any, Protocol

from app.errors import InvalidInput


class PersistedOperations(Protocol):
    """Tells which document a request means."""

    async def document_for(
        self, query: str | None, extensions: Mapping[str, Any] | None, caller: str | None = None
    ) -> str:
        """The document to execute.

        Args:
            query: as the request has it.
            extensions: the request's, which may name a document by its hash.
            caller: id of the person who calls; None: a stranger.

        Raises:
            InvalidInput: there is neither a query nor a hash, or no well-formed one.
            PersistedQueryNotFound: no document of that hash is known.
            PersistedQueryMismatch: the hash is not that of the query.
            OperationNotAllowed: the server has a list, and this is not on it.
        """
        ...


def nothing_asked() -> InvalidInput:
    """The error of a request that names no document at all."""
    return InvalidInput("There is no query.", "Send one, or the hash of a persisted one.")
