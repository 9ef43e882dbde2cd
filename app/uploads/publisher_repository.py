"""Access to publishers in MongoDB."""

from app.database import Session
from app.repository import Repository
from app.uploads.publisher import Publisher


class PublisherRepository(Repository[Publisher]):
    """Those who are trusted."""

    document = Publisher

    async def keys(self) -> dict[str, str]:
        """Every trusted key by its id: DER in base64."""
        rows = self.collection.find({}, {"key_id": 1, "key": 1})
        return {row["key_id"]: row["key"] async for row in rows}

    async def trusts(self, key_id: str) -> bool:
        """Whether a key is trusted now."""
        return await self.collection.count_documents({"key_id": key_id}, limit=1) == 1

    async def remove(self, identifier: str, session: Session) -> None:
        """Trust a publisher no longer."""
        await self.collection.delete_one({"_id": identifier}, session=session)
