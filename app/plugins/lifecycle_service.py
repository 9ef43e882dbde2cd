"""Changing what is installed: configure, activate, deactivate, uninstall."""

from collections.abc import Mapping
from typing import Any

from app.auth.caller import Caller
from app.catalog.repository import VersionRepository
from app.database import Database, Session
from app.errors import InvalidState
from app.ontology.event_type import EventType
from app.ontology.repositories import ConnectionRepository, EventRepository, ThingRepository
from app.ontology.values import check_size
from app.plugins.access import instance_for, require_agent
from app.plugins.configuration import checked_settings, missing_settings
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState

_READY = (InstanceState.ACTIVE, InstanceState.INSTALLED)


class LifecycleService:
    """Each change and its event are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._things = ThingRepository(database)
        self._events = EventRepository(database)
        self._connections = ConnectionRepository(database)

    async def configure(self, caller: Caller, identifier: str, settings: object) -> PluginInstance:
        """Merge ``settings`` into an instance's; null removes one.

        An instance that waited for settings becomes active once none is missing.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidState: it is not installed.
            InvalidInput, SecretInSettings: see ``checked_settings``.
        """
        instance = await self._owned(caller, identifier)
        version = await self._versions.of(instance.properties.plugin, instance.properties.version)
        specs = version.settings if version else []
        given = checked_settings(settings, specs)
        merged = {
            key: value
            for key, value in (instance.properties.settings | given).items()
            if value is not None
        }
        check_size("settings", merged)
        ready = not missing_settings(merged, specs)
        state = InstanceState.ACTIVE if ready else instance.properties.state
        fields: dict[str, Any] = {"settings": merged}
        if state is InstanceState.ACTIVE and instance.properties.state is not state:
            fields["whole_group"] = True
        metadata = {"keys": sorted(given)}
        return await self._change(
            caller, instance, state, EventType.PLUGIN_CONFIGURED, fields, metadata, _READY
        )

    async def activate(self, caller: Caller, identifier: str, agent: str | None) -> PluginInstance:
        """Let an instance execute: for one agent, or without ``agent`` for the whole group.

        Settings that a package calls required may be missing: the owner's word counts more
        than the declaration, which is often wrong.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidState: it is not installed.
        """
        instance = await self._owned(caller, identifier)
        agents = instance.properties.agents
        if agent is not None:
            await require_agent(agent, instance.group, self._things)
            agents = sorted({*agents, agent})
        fields = {
            "agents": agents,
            "whole_group": agent is None or instance.properties.whole_group,
            "failure": None,
        }
        return await self._change(
            caller,
            instance,
            InstanceState.ACTIVE,
            EventType.PLUGIN_ACTIVATED,
            fields,
            {"agent": agent},
            (*_READY, InstanceState.SUSPENDED, InstanceState.ERROR),
        )

    async def deactivate(
        self, caller: Caller, identifier: str, agent: str | None
    ) -> PluginInstance:
        """Stop an instance for one agent, or without ``agent`` for everyone.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidState: it is not active, or not for that agent.
        """
        instance = await self._owned(caller, identifier)
        properties = instance.properties
        if agent is not None and agent not in properties.agents:
            raise InvalidState(
                f"The instance is not active for {agent!r}.",
                "Leave `agent` out to stop it for all.",
            )
        agents = [] if agent is None else [other for other in properties.agents if other != agent]
        whole_group = agent is not None and properties.whole_group
        stays = bool(agents) or whole_group
        state = InstanceState.ACTIVE if stays else InstanceState.INSTALLED
        fields = {"agents": agents, "whole_group": whole_group}
        return await self._change(
            caller,
            instance,
            state,
            EventType.PLUGIN_DEACTIVATED,
            fields,
            {"agent": agent},
            (InstanceState.ACTIVE, InstanceState.SUSPENDED, InstanceState.ERROR),
        )

    async def uninstall(self, caller: Caller, identifier: str) -> PluginInstance:
        """End an instance and free its name; its history stays.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidState: it is being installed, or already gone.
        """
        instance = await self._owned(caller, identifier)
        gone = InstanceState.UNINSTALLED
        fields = {"agents": [], "whole_group": False, "settings": {}}
        allowed = tuple(set(InstanceState) - {gone, InstanceState.INSTALLING})
        return await self._change(
            caller, instance, gone, EventType.PLUGIN_UNINSTALLED, fields, {}, allowed
        )

    async def _owned(self, caller: Caller, identifier: str) -> PluginInstance:
        return await instance_for(caller, identifier, self._instances)

    async def _change(
        self,
        caller: Caller,
        instance: PluginInstance,
        state: InstanceState,
        event: EventType,
        fields: Mapping[str, Any],
        metadata: Mapping[str, Any],
        allowed: tuple[InstanceState, ...],
    ) -> PluginInstance:
        _check_state(instance, allowed)
        revision = instance.properties.settings_revision
        revised = {**fields, "settings_revision": revision + 1}

        async def write(session: Session) -> PluginInstance | None:
            changed = await self._instances.move(instance.id, state, session, revised, revision)
            if changed:
                if state is InstanceState.UNINSTALLED:
                    await self._connections.end(instance.id, session)
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
