"""Access to kept answers of providers."""

from collections.abc import Sequence

from app.database import Session
from app.execution.provider_result import ProviderResult
from app.pagination import Order
from app.record import now
from app.repository import Repository

AT_ONCE = 100


class ProviderResultRepository(Repository[ProviderResult]):
    """Answers of providers."""

    document = ProviderResult

    async def current(self, instance: str, key: str) -> ProviderResult | None:
        """The answer to a question that still holds."""
        return await self.first({"instance": instance, "key": key, "expires_at": {"$gt": now()}})

    async def former(self, instance: str, key: str, session: Session) -> ProviderResult | None:
        """The answer to a question, whether it holds or not."""
        return await self.first({"instance": instance, "key": key}, session=session)

    async def expired(self) -> list[ProviderResult]:
        """Some answers that hold no longer."""
        return await self.find({"expires_at": {"$lte": now()}}, Order("expires_at"), AT_ONCE)

    async def of_instance(self, instance: str) -> list[ProviderResult]:
        """All answers of an instance."""
        return await self.find({"instance": instance})

    async def remove(self, identifiers: Sequence[str], session: Session) -> None:
        """Forget answers."""
        await self.collection.delete_many({"_id": {"$in": list(identifiers)}}, session=session)
