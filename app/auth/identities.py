"""People by their accounts at an issuer."""

from collections.abc import Mapping
from typing import Any

from app.database import Session
from app.ontology.person import Person
from app.ontology.repositories import PersonRepository
from app.record import now


class IdentityRepository(PersonRepository):
    """People who sign in through an issuer."""

    async def of(self, identity: str) -> Person | None:
        """The person whose account this is."""
        return await self.first({"identity": identity})

    async def bind(
        self, identity: str, invitation: Mapping[str, Any], session: Session
    ) -> Person | None:
        """Give an account to the person, invited first, whom ``invitation`` matches.

        Only people who have no account yet can be matched; neither the authors of plugins
        nor whoever runs the platform.
        """
        row = await self.collection.find_one_and_update(
            {"identity": None, "public": {"$ne": True}, "platform_owner": False, **invitation},
            {"$set": {"identity": identity, "updated_at": now()}},
            sort=[("_id", 1)],
            return_document=True,
            session=session,
        )
        return self.load(row) if row else None
