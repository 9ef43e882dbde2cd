"""Asking for an installation."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from app.auth.caller import Caller
from app.catalog.plugin import Plugin
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.setting_spec import SettingSpec
from app.database import Database, Duplicate, Session
from app.errors import (
    InvalidInput,
    NameTaken,
    PluginNotFound,
    RateLimited,
    VersionIncompatible,
    VersionRevoked,
)
from app.identifiers import Kind, new_id
from app.journal.journal import Journal
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.ontology.values import check_length
from app.plugins.configuration import check_secret_values, checked_settings
from app.plugins.hosts import checked_hosts
from app.plugins.install import Install
from app.plugins.instance import InstanceProperties, PluginInstance, instance_key
from app.plugins.permissions import checked_permissions, implied_permissions
from app.plugins.repository import InstallRepository, InstanceRepository
from app.plugins.stage import InstallStage, progress
from app.rates.limit import HOUR, Limit
from app.rates.rates import Rates
from app.secrets.given import GivenSecret, check_secrets
from app.secrets.vault import Vault
from app.settings import Settings
from app.uploads.choice import choose
from sandbox.install.package_spec import MAX_NAME as MAX_PACKAGE_NAME
from sandbox.install.package_spec import is_exact_version, is_version_request

MAX_NAME = 100
MAX_KEY = 200
_SHOWN_VERSIONS = 5


@dataclass(frozen=True, slots=True)
class InstallRequest:
    """What a caller asks for; ``plugin`` is an id or an npm name."""

    group: str
    plugin: str
    version: str | None = None
    name: str | None = None
    settings: Any = field(default_factory=dict)
    secrets: Sequence[GivenSecret] = ()
    permissions: Sequence[str] | None = None
    allowed_hosts: Sequence[str] = ()
    idempotency_key: str | None = None


class InstallService:
    """Turns requests into instances with an install job."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        settings: Settings,
        vault: Vault,
        queued: asyncio.Event,
    ) -> None:
        self._database = database
        self._vault = vault
        self._journal = journal
        self._settings = settings
        self._queued = queued
        self._plugins = PluginRepository(database)
        self._versions = VersionRepository(database)
        self._instances = InstanceRepository(database)
        self._installs = InstallRepository(database)
        self._rates = Rates(database)
        self._events = EventRepository(database)

    async def install(self, caller: Caller, request: InstallRequest) -> PluginInstance:
        """Create an instance and the job that installs it; both, or neither.

        Raises:
            NotFound: the group is unknown or not the caller's.
            NotAllowed: the caller does not own the group.
            InvalidInput: a malformed name, version, settings or key.
            PluginNotFound: the catalogue or the registry lacks the plugin.
            VersionIncompatible: the plugin has no such version.
            VersionRevoked: the platform owner withdrew the version.
            RateLimited: the group's installs of the hour are used up; refused ones do not count.
            NameTaken: the group has an instance of that name.
        """
        caller.require(request.group)
        _check_shape(request)
        if earlier := await self._earlier(request):
            return earlier
        plugin = await self._plugin(request.plugin)
        version = await self._version(plugin, request.version)
        specs = await self._specs(plugin, version)
        settings = checked_settings(request.settings, specs)
        check_secret_values(request.secrets, specs)
        instance = _instance(request, plugin, settings)
        try:
            async with AsyncExitStack() as refund:
                await self._take_rate(request.group, refund)
                await self._create(caller, request, plugin, instance, version)
                refund.pop_all()
        except Duplicate:
            return await self._earlier_of_that_key(request, instance)
        self._queued.set()
        return instance

    async def _earlier(self, request: InstallRequest) -> PluginInstance | None:
        if request.idempotency_key is None:
            return None
        job = await self._installs.by_key(request.group, request.idempotency_key)
        return await self._instances.get(job.instance) if job else None

    async def _plugin(self, reference: str) -> Plugin:
        plugin = await self._plugins.get(reference) or await self._plugins.by_name(reference)
        if plugin is None:
            raise PluginNotFound(
                f"The catalogue has no plugin {reference!r}.", "Look for it with searchPlugins."
            )
        if plugin.properties.available is False:
            raise PluginNotFound(
                f"The npm registry has no package {plugin.name}.",
                "Choose one that is available: plugins(filter: {available: true}).",
            )
        return plugin

    async def _version(self, plugin: Plugin, wanted: str | None) -> str | None:
        """What to install: exact for an upload; the registry chooses by itself."""
        if plugin.properties.uploaded:
            wanted = choose(plugin.name, await self._versions.names(plugin.id), wanted)
        await self._check_version(plugin, wanted)
        return wanted

    async def _check_version(self, plugin: Plugin, version: str | None) -> None:
        synced = plugin.properties.available is not None  # before that, not all are known
        if version is None or not synced or not is_exact_version(version):
            return
        known = await self._versions.names(plugin.id)
        stored = await self._versions.brief(plugin.id, version)
        if stored is not None and stored.revoked:
            raise VersionRevoked.of(plugin.name, version, stored.revoked)
        if known and version not in known:
            latest = ", ".join(known[:_SHOWN_VERSIONS])
            raise VersionIncompatible(
                f"{plugin.name} has no version {version}.", f"The latest are: {latest}."
            )

    async def _specs(self, plugin: Plugin, version: str | None) -> list[SettingSpec]:
        """The settings of that version where an install has learnt them, else of the plugin."""
        known = await self._versions.brief(plugin.id, version) if version else None
        return known.settings if known and known.compatibility else plugin.properties.settings

    async def _take_rate(self, group: str, refund: AsyncExitStack) -> None:
        limit = Limit(self._settings.installs_per_hour, HOUR, "installs")
        if not limit.amount or await self._rates.take(limit, group, refund):
            return
        seconds = await self._rates.seconds_to_wait(limit, group)
        raise RateLimited(
            f"The group has asked for {limit.amount} installs within an hour.",
            f"Wait {seconds} s, or let the operator raise ONE_INSTALLS_PER_HOUR.",
            seconds,
        )

    async def _create(
        self,
        caller: Caller,
        request: InstallRequest,
        plugin: Plugin,
        instance: PluginInstance,
        version: str | None,
    ) -> None:
        job = Install(
            id=instance.properties.install or "",
            group=request.group,
            instance=instance.id,
            plugin=plugin.id,
            package=plugin.name,
            version=version,
            requested_by=caller.person.id,
            idempotency_key=request.idempotency_key,
        )

        async def write(session: Session) -> None:
            await self._instances.insert(instance, session)
            await self._vault.keep(request.group, instance.id, request.secrets, session)
            for secret in request.secrets:
                await self._events.record(
                    session,
                    EventType.PLUGIN_SECRET_SET,
                    target=instance.id,
                    group=request.group,
                    actor=caller.person.id,
                    metadata={"key": secret.key, "hosts": list(secret.hosts)},
                )
            await self._installs.insert(job, session)
            await self._journal.write(
                job.id, 0, progress(InstallStage.QUEUED, 0, "Waiting"), session=session
            )

        await self._database.transact(write)

    async def _earlier_of_that_key(
        self, request: InstallRequest, instance: PluginInstance
    ) -> PluginInstance:
        if earlier := await self._earlier(request):
            return earlier
        raise NameTaken(
            f"The group already has an instance named {instance.name!r}.",
            "Give another `name`.",
        ) from None


def _check_shape(request: InstallRequest) -> None:
    check_secrets(request.secrets)
    checked_hosts(request.allowed_hosts)
    checked_permissions(request.permissions or ())
    if not request.plugin or len(request.plugin) > MAX_PACKAGE_NAME or "\0" in request.plugin:
        raise InvalidInput("plugin is no id or npm name.", "Names look like @scope/plugin-name.")
    if request.version is not None and not is_version_request(request.version):
        raise InvalidInput(f"{request.version!r} is no version.", "Like 1.2.3, ^1.2 or latest.")
    if request.name is not None:
        check_length("name", request.name.strip(), MAX_NAME)
    if request.idempotency_key is not None:
        check_length("idempotencyKey", request.idempotency_key, MAX_KEY)


def _instance(request: InstallRequest, plugin: Plugin, settings: dict[str, Any]) -> PluginInstance:
    implied = implied_permissions(secrets=bool(request.secrets), hosts=bool(request.allowed_hosts))
    granted = implied if request.permissions is None else request.permissions
    name = (request.name or plugin.name).strip()
    return PluginInstance(
        name=name,
        group=request.group,
        status="draft",
        unique_key=instance_key(request.group, name),
        properties=InstanceProperties(
            plugin=plugin.id,
            version=request.version or "",
            install=new_id(Kind.INSTALL),
            settings={key: value for key, value in settings.items() if value is not None},
            permissions=checked_permissions(granted),
            allowed_hosts=checked_hosts(request.allowed_hosts),
            secret_keys=sorted(secret.key for secret in request.secrets),
        ),
    )
