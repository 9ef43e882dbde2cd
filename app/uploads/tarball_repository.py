"""Access to uploaded tarballs in MongoDB's GridFS."""

from pathlib import Path
from typing import IO

from bson import ObjectId
from gridfs import AsyncGridFSBucket

from app.database import Database


class TarballRepository:
    """Files by id; executors on other machines read what a server took in."""

    def __init__(self, database: Database) -> None:
        self._bucket: AsyncGridFSBucket = database.bucket("tarballs")

    async def keep(self, name: str, file: IO[bytes]) -> str:
        """Store a file; its id."""
        return str(await self._bucket.upload_from_stream(name, file))

    async def fetch(self, identifier: str, target: Path) -> None:
        """Write a stored file to ``target``."""
        with target.open("wb") as file:
            await self._bucket.download_to_stream(ObjectId(identifier), file)

    async def drop(self, identifier: str) -> None:
        """Remove a file that nothing refers to."""
        await self._bucket.delete(ObjectId(identifier))
