"""Changing the settings, secrets and grants of an instance."""

from collections.abc import Sequence
from typing import Any

from pydantic.alias_generators import to_camel

from app.auth.caller import Caller
from app.catalog.repository import VersionRepository
from app.catalog.setting_spec import SettingSpec
from app.database import Database, Session
from app.errors import InvalidInput
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.ontology.values import check_size
from app.plugins.access import instance_for
from app.plugins.configuration import (
    check_secret_values,
    checked_settings,
    invalid_settings,
    missing_settings,
)
from app.plugins.hosts import checked_hosts
from app.plugins.instance import InstanceProperties, PluginInstance
from app.plugins.instance_change import InstanceChange
from app.plugins.permissions import checked_permissions, implied_permissions
from app.plugins.repository import InstanceRepository
from app.plugins.state import READY, InstanceState
from app.plugins.transition import Transition
from app.secrets.given import MOST_SECRETS, check_secrets
from app.secrets.vault import Vault
from app.settings import Settings
from app.uploads.signature_check import SignatureCheck

LONGEST_CACHE_SECONDS = 30 * 24 * 3600
_GRANTS: tuple[str, ...] = ("permissions", "allowed_hosts", "pinned_hosts")


class ConfigureService:
    """A change of whatever kind, its events and the next revision are one transaction."""

    def __init__(self, database: Database, settings: Settings, vault: Vault) -> None:
        self._settings = settings
        self._vault = vault
        self._transition = Transition(database)
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._events = EventRepository(database)
        self._signatures = SignatureCheck(database)

    async def configure(
        self, caller: Caller, identifier: str, change: InstanceChange
    ) -> PluginInstance:
        """Change an instance; one that waited for settings becomes active once all fit.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidState: it is not installed.
            InvalidInput, SecretInSettings: see ``checked_settings``, ``check_secret_values``,
                ``check_secrets``, ``checked_permissions`` and ``checked_hosts``.
            SignatureInvalid: it would become active, and its signature no longer counts.
        """
        instance = await instance_for(caller, identifier, self._instances)
        version = await self._versions.brief(
            instance.properties.plugin, instance.properties.version
        )
        specs = version.settings if version else []
        given = checked_settings(change.settings, specs)
        check_secret_values(change.secrets, specs)
        fields = self._fields(instance, change, given)
        state = _state(instance, fields, specs)
        if state is InstanceState.ACTIVE and instance.properties.state is not state:
            fields["whole_group"] = True
            if version is not None:
                await self._signatures.check(version)

        async def also(session: Session) -> None:
            await self._keep(caller, instance, change, fields, session)

        return await self._transition.take(
            caller,
            instance,
            state,
            EventType.PLUGIN_CONFIGURED,
            fields,
            {"keys": sorted(given)},
            READY,
            also,
        )

    def _fields(
        self, instance: PluginInstance, change: InstanceChange, given: dict[str, Any]
    ) -> dict[str, Any]:
        known = instance.properties
        both = (known.settings | given).items()
        merged = {key: value for key, value in both if value is not None}
        check_size("settings", merged)
        fields: dict[str, Any] = {"settings": merged, **_grants(instance, change)}
        fields["secret_keys"] = _secret_keys(known.secret_keys, change)
        return fields | self._amounts(change) | _ways_of_running(known, change)

    def _amounts(self, change: InstanceChange) -> dict[str, Any]:
        settings = self._settings
        least_memory = settings.worker_memory_mb
        most_memory = max(least_memory, settings.worker_memory_max_mb)
        fields: dict[str, Any] = {}
        for name, least, most in (
            ("requests_per_minute", 1, settings.egress_requests_per_minute_max),
            ("memory_mb", least_memory, most_memory),
            ("cache_seconds", 0, LONGEST_CACHE_SECONDS),
        ):
            amount: int | None = getattr(change, name)
            if amount is not None:
                if not least <= amount <= most:
                    raise InvalidInput(f"{to_camel(name)} is {amount}.", f"{least} to {most}.")
                fields[name] = amount
        return fields

    async def _keep(
        self,
        caller: Caller,
        instance: PluginInstance,
        change: InstanceChange,
        fields: dict[str, Any],
        session: Session,
    ) -> None:
        await self._vault.forget(instance.id, change.remove_secrets, session)
        await self._vault.keep(str(instance.group), instance.id, change.secrets, session)
        events: list[tuple[EventType, dict[str, Any]]] = [
            (EventType.PLUGIN_SECRET_REMOVED, {"key": key}) for key in change.remove_secrets
        ]
        events += [
            (EventType.PLUGIN_SECRET_SET, {"key": each.key, "hosts": list(each.hosts)})
            for each in change.secrets
        ]
        if granted := {key: fields[key] for key in _GRANTS if key in fields}:
            events.append((EventType.PLUGIN_PERMISSIONS_CHANGED, granted))
        for event, metadata in events:
            await self._events.record(
                session,
                event,
                target=instance.id,
                group=instance.group,
                actor=caller.person.id,
                metadata=metadata,
            )


def _grants(instance: PluginInstance, change: InstanceChange) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if change.allowed_hosts is not None:
        fields["allowed_hosts"] = checked_hosts(change.allowed_hosts)
    if change.pinned_hosts is not None:
        fields["pinned_hosts"] = checked_hosts(change.pinned_hosts)
    if change.permissions is not None:
        fields["permissions"] = checked_permissions(change.permissions)
    elif implied := implied_permissions(
        secrets=bool(change.secrets), hosts=bool(change.allowed_hosts or change.pinned_hosts)
    ):
        fields["permissions"] = sorted({*instance.properties.permissions, *implied})
    return fields


def _ways_of_running(known: InstanceProperties, change: InstanceChange) -> dict[str, Any]:
    one_shot = known.one_shot if change.one_shot is None else change.one_shot
    resident = known.resident if change.resident is None else change.resident
    if one_shot and resident:
        raise InvalidInput(
            "oneShot and resident exclude each other: nothing survives a call, or all does.",
            "Choose one.",
        )
    return {"one_shot": one_shot, "resident": resident}


def _secret_keys(known: Sequence[str], change: InstanceChange) -> list[str]:
    check_secrets(change.secrets)
    unknown = sorted(set(change.remove_secrets) - set(known))
    if unknown:
        raise InvalidInput(
            f"The instance has no secret {unknown[0][:50]!r}.", f"It has: {', '.join(known)}."
        )
    given = {secret.key for secret in change.secrets}
    keys = sorted((set(known) - set(change.remove_secrets)) | given)
    if len(keys) > MOST_SECRETS:
        raise InvalidInput(f"There would be {len(keys)} secrets.", f"At most {MOST_SECRETS}.")
    return keys


def _state(
    instance: PluginInstance, fields: dict[str, Any], specs: Sequence[SettingSpec]
) -> InstanceState:
    missing = missing_settings(fields["settings"], specs, fields["secret_keys"])
    waits = missing or invalid_settings(fields["settings"], specs) or instance.properties.asks
    return instance.properties.state if waits else InstanceState.ACTIVE
