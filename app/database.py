"""The connection to MongoDB, and transactions on it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from beanie import Document, init_beanie
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern

from app.errors import ServiceUnavailable

Result = TypeVar("Result")
Row = dict[str, Any]
Collection = AsyncCollection[Row]
Session = AsyncClientSession
Work = Callable[[Session], Awaitable[Result]]


class Duplicate(Exception):
    """A unique index has the new document's key already."""


class Database:
    """One replica set's database; every acknowledged write has reached a majority."""

    def __init__(self, uri: str, name: str) -> None:
        self._client: AsyncMongoClient[Row] = AsyncMongoClient(
            uri, tz_aware=True, serverSelectionTimeoutMS=10_000, appname="one-graph"
        )
        self._database = self._client.get_database(
            name,
            codec_options=CodecOptions(tz_aware=True),
            write_concern=WriteConcern("majority"),
            read_concern=ReadConcern("majority"),
        )

    async def open(self, documents: Sequence[type[Document]]) -> None:
        """Connect, and create the collections and indexes of ``documents``.

        Raises:
            ServiceUnavailable: no primary answers within ten seconds.
        """
        try:
            await self._client.aconnect()
            await init_beanie(database=self._database, document_models=list(documents))
            existing = set(await self._database.list_collection_names())
            for document in documents:
                name = document.get_collection_name()
                if name not in existing:  # a change stream and a transaction need it there
                    await self._database.create_collection(name, check_exists=False)
        except PyMongoError as error:
            raise ServiceUnavailable(
                f"MongoDB does not answer: {error}", "Check ONE_MONGODB_URI, or unset it."
            ) from error

    def collection(self, document: type[Document]) -> Collection:
        """The collection that keeps ``document``."""
        return self._database[document.get_collection_name()]

    async def transact(self, work: Work[Result]) -> Result:
        """Run ``work`` in a transaction: all of its writes, or none.

        ``work`` may run again when another transaction wrote the same documents first.

        Raises:
            Duplicate: a unique index has a key that ``work`` wrote.
        """
        try:
            async with self._client.start_session() as session:
                return await session.with_transaction(work)
        except DuplicateKeyError as error:
            raise Duplicate(str(error)) from error

    async def ping(self) -> None:
        """Ask the primary for a sign of life."""
        await self._client.admin.command("ping")

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()
