"""Access to secrets and their keys in MongoDB."""

from collections.abc import Sequence

from app.database import Session
from app.record import now
from app.repository import Repository
from app.secrets.data_key import DataKey
from app.secrets.stored_secret import StoredSecret


class DataKeyRepository(Repository[DataKey]):
    """Keys of groups."""

    document = DataKey

    async def of_group(self, group: str, session: Session | None = None) -> DataKey | None:
        """The key of a group, if it has one yet."""
        return await self.first({"group": group}, session=session)

    async def under_others(self, master: str) -> list[DataKey]:
        """The keys that another master key wraps."""
        return await self.find({"master": {"$ne": master}})

    async def rewrap(self, key: DataKey, master: str, wrapped: bytes) -> bool:
        """Replace how a key is wrapped, unless somebody else did so first."""
        change = {"master": master, "wrapped": wrapped, "updated_at": now()}
        query = {"_id": key.id, "master": key.master}
        return await self.update(query, {"$set": change}) is not None


class SecretRepository(Repository[StoredSecret]):
    """Secrets of instances."""

    document = StoredSecret

    async def of_instance(self, instance: str) -> list[StoredSecret]:
        """Every secret of an instance."""
        return await self.find({"instance": instance})

    async def forget(self, instance: str, keys: Sequence[str], session: Session) -> None:
        """Remove some secrets of an instance."""
        query = {"instance": instance, "key": {"$in": list(keys)}}
        await self.collection.delete_many(query, session=session)

    async def forget_all(self, instance: str, session: Session) -> None:
        """Remove every secret of an instance."""
        await self.collection.delete_many({"instance": instance}, session=session)
