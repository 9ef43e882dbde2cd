"""The kill switch: withdrawing a version from everybody."""

from app.auth.caller import Caller
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database, Session
from app.errors import InvalidState, NotFound
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.ontology.values import checked_text

MAX_REASON = 500


class RevocationService:
    """The change and its event are one transaction; executors follow it within a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)
        self._events = EventRepository(database)

    async def revoke(self, caller: Caller, plugin: str, version: str, reason: str) -> PluginVersion:
        """Let no instance of a version run, in any group, until it is restored.

        Raises:
            NotAllowed: the caller does not own the platform.
            NotFound: there is no such plugin or version.
            InvalidInput: the reason is empty or too long.
            InvalidState: it is revoked already.
        """
        caller.require(None)
        text = checked_text("reason", reason, MAX_REASON)
        return await self._change(caller, plugin, version, text, EventType.PLUGIN_VERSION_REVOKED)

    async def restore(self, caller: Caller, plugin: str, version: str) -> PluginVersion:
        """Let a version run again.

        Raises:
            NotAllowed: the caller does not own the platform.
            NotFound: there is no such plugin or version.
            InvalidState: it is not revoked.
        """
        caller.require(None)
        return await self._change(caller, plugin, version, None, EventType.PLUGIN_VERSION_RESTORED)

    async def _change(
        self, caller: Caller, plugin: str, version: str, reason: str | None, event: EventType
    ) -> PluginVersion:
        found = await self._find(plugin, version)
        if bool(found.revoked) is bool(reason):
            state = "revoked already" if reason else "not revoked"
            raise InvalidState(f"{found.name} {version} is {state}.", "Nothing was changed.")

        async def write(session: Session) -> None:
            fields = {"revoked": reason}
            await self._versions.describe(found.plugin, version, fields, session)
            await self._events.record(
                session,
                event,
                target=found.plugin,
                actor=caller.person.id,
                metadata={"version": version, "reason": reason},
            )

        await self._database.transact(write)
        return await self._find(plugin, version)

    async def _find(self, reference: str, version: str) -> PluginVersion:
        plugin = await self._plugins.get(reference) or await self._plugins.by_name(reference)
        found = await self._versions.of(plugin.id, version) if plugin else None
        if found is None:
            raise NotFound.of("plugin version", f"{reference} {version}")
        return found
