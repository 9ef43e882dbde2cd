"""The connection to MongoDB, and transactions on it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import pymongo
from beanie import Document, init_beanie
from bson.codec_options import CodecOptions
from gridfs import AsyncGridFSBucket
from pymongo import AsyncMongoClient, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern

from app.errors import InvalidSetting, ServiceUnavailable
from app.indexes import drop_changed

PING_SECONDS = 1.0
SELECTION_SECONDS = 10
WHOLE = 1_000_000  # documents: MongoDB ends a batch at 16 MB anyway, and before that in one
UNIX_SOCKET = ".sock"
URI_FORM = "Write ONE_MONGODB_URI like mongodb://user:password@host1,host2/?replicaSet=name"

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
        """Prepare to connect; nothing is sent yet.

        Raises:
            InvalidSetting: ``uri`` is malformed, or names a file that cannot be read.
        """
        self._client = _client(uri)
        self._remote = UNIX_SOCKET not in uri
        self._database = self._client.get_database(
            name,
            codec_options=CodecOptions(tz_aware=True),
            write_concern=WriteConcern("majority"),
            read_concern=ReadConcern("majority"),
        )

    async def open(self, documents: Sequence[type[Document]]) -> None:
        """Connect, and create the collections and indexes of ``documents``.

        Raises:
            ServiceUnavailable: no primary answers within ten seconds, or it is no replica set.
        """
        try:
            await self._client.aconnect()
            await self._require_replica_set()
            await self._drop_changed_indexes(documents)
            await init_beanie(database=self._database, document_models=list(documents))
            existing = set(await self._database.list_collection_names())
            for document in documents:
                name = document.get_collection_name()
                if name not in existing:  # a change stream and a transaction need it there
                    await self._database.create_collection(name, check_exists=False)
        except PyMongoError as error:
            reason = str(error).partition(", Timeout: ")[0]
            mend = "Check ONE_MONGODB_URI, or unset it." if self._remote else None
            raise ServiceUnavailable(f"MongoDB cannot be used: {reason}", mend) from error

    def collection(self, document: type[Document]) -> Collection:
        """The collection that keeps ``document``."""
        return self._database[document.get_collection_name()]

    def bucket(self, name: str) -> AsyncGridFSBucket:
        """The files that are kept under ``name``."""
        return AsyncGridFSBucket(self._database, bucket_name=name)

    async def aggregate(self, pipeline: Sequence[Row]) -> list[Row]:
        """The rows of a pipeline that starts from no collection: ``$documents``."""
        return await (await self._database.aggregate(list(pipeline), batchSize=WHOLE)).to_list()

    async def transact(self, work: Work[Result]) -> Result:
        """Run ``work`` in a transaction: all of its writes, or none.

        ``work`` may run again when another transaction wrote the same documents first.

        Raises:
            Duplicate: a unique index has a key that ``work`` wrote.
        """
        try:
            async with self._client.start_session() as session:
                return await session.with_transaction(work)
        except (DuplicateKeyError, BulkWriteError) as error:
            raise Duplicate(str(error)) from error

    async def ping(self) -> None:
        """Ask the primary for a sign of life.

        Raises:
            ServiceUnavailable: none came within a second.
        """
        try:
            with pymongo.timeout(PING_SECONDS):
                await self._client.admin.command("ping")
        except PyMongoError as error:
            raise ServiceUnavailable("MongoDB does not answer.") from error

    async def close(self) -> None:
        """Close every connection, whether MongoDB hears of it or not."""
        with pymongo.timeout(PING_SECONDS):
            await self._client.close()

    async def _drop_changed_indexes(self, documents: Sequence[type[Document]]) -> None:
        for document in documents:
            settings: Any = document.Settings
            wanted = getattr(settings, "indexes", ())
            await drop_changed(self._database[settings.name], wanted)

    async def _require_replica_set(self) -> None:
        hello = await self._client.admin.command("hello")
        if "setName" not in hello and hello.get("msg") != "isdbgrid":  # what a shard's router says
            raise ServiceUnavailable(
                "This MongoDB is no replica set: it has neither transactions nor change streams.",
                "Start it with --replSet NAME, and once run in mongosh: rs.initiate()",
            )


def _client(uri: str) -> AsyncMongoClient[Row]:
    try:
        return AsyncMongoClient(
            uri,
            tz_aware=True,
            serverSelectionTimeoutMS=SELECTION_SECONDS * 1000,
            appname="one-graph",
        )
    except (PyMongoError, ValueError, OSError) as error:
        # Its text may hold a piece of a password that was not escaped.
        reason = "it cannot be read" if "@" in uri else str(error)
        raise InvalidSetting(f"ONE_MONGODB_URI=...: {reason}", URI_FORM) from error
