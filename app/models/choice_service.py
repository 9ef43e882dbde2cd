"""Choosing whose models a group's plugins use."""

from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import InvalidInput, NotFound
from app.ontology.event_type import EventType
from app.ontology.group import Group
from app.ontology.repositories import EventRepository, GroupRepository
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.record import now

_GONE = {InstanceState.UNINSTALLED, InstanceState.UNINSTALLING, InstanceState.FAILED}


class ModelChoiceService:
    """The change and its event are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._groups = GroupRepository(database)
        self._instances = InstanceRepository(database)
        self._events = EventRepository(database)

    async def choose(self, caller: Caller, group: str, instance: str | None) -> Group:
        """Have a group's plugins use an instance's models; None: the operator's.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group, or no instance of it.
            InvalidInput: the instance offers no model, or is gone.
        """
        caller.require(group)
        if instance is not None:
            await self._check(group, instance)

        async def write(session: Session) -> Group:
            fields = {"model_instance": instance, "updated_at": now()}
            changed = await self._groups.update({"_id": group}, {"$set": fields}, session)
            if changed is None:
                raise NotFound.of("group", group)
            await self._events.record(
                session,
                EventType.GROUP_UPDATED,
                target=group,
                group=group,
                actor=caller.person.id,
                metadata={"model_instance": instance},
            )
            return changed

        return await self._database.transact(write)

    async def _check(self, group: str, identifier: str) -> None:
        found = await self._instances.get(identifier)
        if found is None or found.group != group:
            raise NotFound.of("instance", identifier)
        known = found.properties
        if known.state in _GONE:
            raise InvalidInput(f"{identifier} is {known.state.value}.", "Install it again.")
