"""Operations that clients register as they come."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from sys import getsizeof
from typing import Any

from app.bounded_cache import BoundedCache
from app.persisted.errors import PersistedQueryMismatch, PersistedQueryNotFound
from app.persisted.reference import hash_in
from app.persisted.repository import PersistedOperationRepository
from app.persisted.service import PersistedOperations, nothing_asked

_CACHE_BYTES = 4 << 20
_ENTRY_BYTES = 400

Accepts = Callable[[str], bool]


class AutomaticOperations(PersistedOperations):
    """Keeps each valid document that a client sends with its hash, for all replicas."""

    def __init__(self, repository: PersistedOperationRepository, accepts: Accepts) -> None:
        """Keep what ``accepts`` says is a document that the schema would run."""
        self._repository = repository
        self._accepts = accepts
        self._known: BoundedCache[str] = BoundedCache(_CACHE_BYTES)

    async def document_for(
        self, query: str | None, extensions: Mapping[str, Any] | None, caller: str | None = None
    ) -> str:
        """Look the hash up, or remember the document that comes with it."""
        given = hash_in(extensions)
        if given and not query:
            return await self._find(given.lower())
        if query is None:
            raise nothing_asked()
        if given:
            await self._register(given.lower(), query, caller)
        return query

    async def _find(self, given: str) -> str:
        known = self._known.get(given)
        if known is not None:
            return known
        document = await self._repository.text(given)
        if document is None:
            raise PersistedQueryNotFound.make()
        self._remember(given, document)
        return document

    async def _register(self, given: str, document: str, caller: str | None) -> None:
        if self._known.get(given) == document:
            return
        if sha256(document.encode(errors="surrogatepass")).hexdigest() != given:
            raise PersistedQueryMismatch(
                "The hash is not that of the query.", "Send the SHA-256 of the query in hex."
            )
        if self._accepts(document):
            await self._repository.register(given, document, caller)
            self._remember(given, document)

    def _remember(self, given: str, document: str) -> None:
        self._known.put(given, document, getsizeof(document) + _ENTRY_BYTES)
