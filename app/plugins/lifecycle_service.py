"""Changing what is installed: activate, deactivate, uninstall."""

from app.auth.caller import Caller
from app.catalog.repository import VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database, Session
from app.errors import FindingsNotAccepted, InvalidInput, InvalidState, VersionRevoked
from app.execution.provider_cache import ProviderCache
from app.host.plugin_databases import KeptDatabaseRepository
from app.host.repository import StoredValueRepository
from app.ontology.event_type import EventType
from app.ontology.repositories import ConnectionRepository, ThingRepository
from app.plugins.access import instance_for, require_agent
from app.plugins.configuration import invalid_settings, missing_settings
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import READY, InstanceState
from app.plugins.transition import Transition
from app.secrets.vault import Vault
from app.uploads.signature_check import SignatureCheck


class LifecycleService:
    """Each change and its event are one transaction."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._vault = vault
        self._transition = Transition(database)
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._things = ThingRepository(database)
        self._connections = ConnectionRepository(database)
        self._answers = ProviderCache(database)
        self._stored = StoredValueRepository(database)
        self._databases = KeptDatabaseRepository(database)
        self._signatures = SignatureCheck(database)

    async def activate(
        self,
        caller: Caller,
        identifier: str,
        agent: str | None,
        *,
        accept_findings: bool = False,
    ) -> PluginInstance:
        """Let an instance execute: for one agent, or without ``agent`` for the whole group.

        Settings that a package calls required may be missing, and its event names them: the
        owner's word counts more than the declaration, which is often wrong.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidState: it is not installed.
            InvalidInput: settings that its version declares otherwise; names all.
            VersionRevoked: the platform owner revoked its version.
            SignatureInvalid: its publisher is trusted no longer, or its files were changed.
            FindingsNotAccepted: the group's policy has an owner accept what was found in it.
        """
        instance = await self._owned(caller, identifier)
        version = await self._checked_version(instance)
        missing = _checked_settings(instance, version)
        asks = instance.properties.asks
        if asks and not accept_findings:
            raise FindingsNotAccepted(
                f"In this plugin were found: {', '.join(asks)}.",
                "Read its version's findings, then activate it with acceptFindings: true.",
            )
        agents = instance.properties.agents
        if agent is not None:
            await require_agent(agent, instance.group, self._things)
            agents = sorted({*agents, agent})
        fields = {
            "agents": agents,
            "whole_group": agent is None or instance.properties.whole_group,
            "failure": None,
            "asks": [],
        }
        return await self._transition.take(
            caller,
            instance,
            InstanceState.ACTIVE,
            EventType.PLUGIN_ACTIVATED,
            fields,
            {"agent": agent, "accepted": asks, "missing_settings": missing},
            (*READY, InstanceState.SUSPENDED, InstanceState.ERROR),
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
        return await self._transition.take(
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
        fields = {
            **{"agents": [], "whole_group": False, "settings": {}, "secret_keys": []},
            **{"permissions": [], "allowed_hosts": [], "pinned_hosts": []},
        }
        allowed = tuple(set(InstanceState) - {gone, InstanceState.INSTALLING})

        async def clear(session: Session) -> None:
            await self._connections.end(instance.id, session)
            await self._vault.forget_all(instance.id, session)
            await self._stored.forget_all(instance.id, session)
            await self._answers.forget(instance.id, session)
            await self._databases.forget_all(instance.id, session)

        return await self._transition.take(
            caller, instance, gone, EventType.PLUGIN_UNINSTALLED, fields, {}, allowed, clear
        )

    async def _owned(self, caller: Caller, identifier: str) -> PluginInstance:
        return await instance_for(caller, identifier, self._instances)

    async def _checked_version(self, instance: PluginInstance) -> PluginVersion | None:
        known = instance.properties
        version = await self._versions.brief(known.plugin, known.version)
        if version is not None and version.revoked:
            raise VersionRevoked.of(version.name, version.version, version.revoked)
        if version is not None:
            await self._signatures.check(version)
        return version


def _checked_settings(instance: PluginInstance, version: PluginVersion | None) -> list[str]:
    known, specs = instance.properties, version.settings if version else []
    if invalid := invalid_settings(known.settings, specs):
        raise InvalidInput(
            " ".join(problem.message for problem in invalid),
            f"Change them with configurePlugin. {invalid[0].hint}",
        )
    return missing_settings(known.settings, specs, known.secret_keys)
