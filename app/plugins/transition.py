"""Taking an instance from one state to another."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import InvalidState
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState


class Transition:
    """The change and its event are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._instances = InstanceRepository(database)
        self._events = EventRepository(database)

    async def take(
        self,
        caller: Caller,
        instance: PluginInstance,
        state: InstanceState,
        event: EventType,
        fields: Mapping[str, Any],
        metadata: Mapping[str, Any],
        allowed: tuple[InstanceState, ...],
        also: Callable[[Session], Awaitable[None]] | None = None,
    ) -> PluginInstance:
        """Take an instance to a state; ``also`` is done in the same transaction.

        Raises:
            InvalidState: it is in none of the ``allowed`` states, or was changed meanwhile.
        """
        _check_state(instance, allowed)
        revision = instance.properties.settings_revision
        revised = {**fields, "settings_revision": revision + 1}

        async def write(session: Session) -> PluginInstance | None:
            changed = await self._instances.move(instance.id, state, session, revised, revision)
            if changed:
                if also is not None:
                    await also(session)
                await self._events.record(
                    session,
                    event,
                    target=instance.id,
                    group=instance.group,
                    actor=caller.person.id,
                    metadata={"plugin": instance.name, **metadata},
                )
            return changed

        changed = await self._database.transact(write)
        if changed is None:
            raise InvalidState("The instance has just changed.", "Read it again, then retry.")
        return changed


def _check_state(instance: PluginInstance, allowed: tuple[InstanceState, ...]) -> None:
    state = instance.properties.state
    if state not in allowed:
        names = ", ".join(sorted(allowed))
        raise InvalidState(f"The instance is {state}.", f"This needs one that is {names}.")
