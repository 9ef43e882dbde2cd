"""Seeing to it that what is to stay up has somebody who keeps it up."""

import asyncio

from app.database import Database
from app.plugins.repository import InstanceRepository
from app.residence.repository import ResidenceRepository
from app.residence.residents import Residents

_LOOK_SECONDS = 1.0


class Keeper:
    """Queues stays, and learns which of them are somebody else's."""

    def __init__(
        self, database: Database, owner: str, residents: Residents, wake: asyncio.Event
    ) -> None:
        self._owner = owner
        self._residents = residents
        self._wake = wake
        self._instances = InstanceRepository(database)
        self._residences = ResidenceRepository(database)

    async def keep(self) -> None:
        """Look each second, until cancelled."""
        while True:
            await self._residences.want(await self._instances.to_stay_up())
            self._wake.set()
            self._residents.elsewhere = frozenset(await self._residences.elsewhere(self._owner))
            await asyncio.sleep(_LOOK_SECONDS)
