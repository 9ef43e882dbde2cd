"""Changing a group's policy."""

from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import InvalidInput, NotFound
from app.ontology.event_type import EventType
from app.ontology.group import Group
from app.ontology.plugin_policy import LONGEST_COOL_DOWN, PluginPolicy
from app.ontology.repositories import EventRepository, GroupRepository
from app.record import now


class PolicyService:
    """The change and its event are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._groups = GroupRepository(database)
        self._events = EventRepository(database)

    async def set(self, caller: Caller, identifier: str, policy: PluginPolicy) -> Group:
        """Give a group a policy in place of the one before; what is installed stays.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group.
            InvalidInput: a kind is both blocked and asked for, or the cool-down out of range.
        """
        caller.require(identifier)
        _check(policy)

        async def write(session: Session) -> Group:
            fields = {"plugin_policy": policy.model_dump(), "updated_at": now()}
            group = await self._groups.update({"_id": identifier}, {"$set": fields}, session)
            if group is None:
                raise NotFound.of("group", identifier)
            await self._events.record(
                session,
                EventType.GROUP_UPDATED,
                target=identifier,
                group=identifier,
                actor=caller.person.id,
                metadata={"plugin_policy": policy.model_dump()},
            )
            return group

        return await self._database.transact(write)


def _check(policy: PluginPolicy) -> None:
    if not 0 <= policy.cool_down_hours <= LONGEST_COOL_DOWN:
        raise InvalidInput(
            f"coolDownHours is {policy.cool_down_hours}.", f"0 to {LONGEST_COOL_DOWN}."
        )
    both = sorted(set(policy.block) & set(policy.ask))
    if both:
        raise InvalidInput(f"{both[0]} is both blocked and asked for.", "Choose one.")
