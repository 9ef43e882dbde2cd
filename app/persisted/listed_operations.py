"""Operations that the operator listed."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app.persisted.errors import OperationNotAllowed
from app.persisted.reference import hash_in
from app.persisted.service import PersistedOperations, nothing_asked


class ListedOperations(PersistedOperations):
    """Runs what is on the list, and nothing else."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        """Allow the documents of ``listed``, by their keys, by their SHA-256, or as they are."""
        self._documents = frozenset(listed.values())
        hashes = {sha256(text.encode()).hexdigest(): text for text in self._documents}
        self._by_hash = hashes | dict(listed)

    async def document_for(
        self,
        query: str | None,
        extensions: Mapping[str, Any] | None,
        caller: str | None = None,  # noqa: ARG002 - the list is the same for everyone
    ) -> str:
        """The listed document of that hash, or the query when it is listed word by word."""
        given = hash_in(extensions)
        if query is None and not given:
            raise nothing_asked()
        document = self._by_hash.get(given) if given else query
        if document not in self._documents or query not in (None, "", document):
            raise OperationNotAllowed(
                "This server runs only the operations on its list, and this is none of them.",
                "Add it to the manifest that ONE_PERSISTED_OPERATIONS names.",
            )
        return document
