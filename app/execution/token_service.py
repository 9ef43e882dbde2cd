"""Making tokens that execute little, for a short time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.auth.caller import Caller
from app.auth.execution_tokens import ExecutionScope, issue_execution_token
from app.auth.key_ring import KeyRing
from app.catalog.repository import VersionRepository
from app.database import Database
from app.errors import CapabilityNotFound, InvalidInput
from app.execution.request import MAX_NAME
from app.ontology.values import check_length
from app.plugins.access import instance_for
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository

MAX_SECONDS = 3_600
MAX_NAMES = 50


@dataclass(frozen=True, slots=True)
class ExecutionToken:
    """A token, and when it ends."""

    token: str
    expires_at: datetime


class ExecutionTokenService:
    """Stores nothing: a token carries its scope, and rights are looked up at each use."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._keys = keys
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)

    async def create(
        self, caller: Caller, identifier: str, names: Sequence[str], seconds: int
    ) -> ExecutionToken:
        """A token for these capabilities of an instance; it never outlives the caller's own.

        Raises:
            NotFound, NotAllowed: the instance is not the caller's to execute.
            InvalidInput: no names, too many, or a lifetime out of range.
            CapabilityNotFound: the plugin has nothing of such a name.
        """
        instance = await instance_for(caller, identifier, self._instances)
        _check(names, seconds)
        await self._check_names(instance, names)
        wanted = datetime.now(UTC) + timedelta(seconds=seconds)
        expires_at = min(wanted, caller.principal.expires_at or wanted).replace(microsecond=0)
        scope = ExecutionScope(caller.person.id, instance.id, tuple(dict.fromkeys(names)))
        return ExecutionToken(
            issue_execution_token(self._keys.signing, scope, expires_at), expires_at
        )

    async def _check_names(self, instance: PluginInstance, names: Sequence[str]) -> None:
        properties = instance.properties
        version = await self._versions.of(properties.plugin, properties.version)
        known = [item.name for item in version.capabilities] if version else []
        for name in names:
            if name not in known:
                raise CapabilityNotFound(
                    f"The plugin has nothing named {name!r}.",
                    f"It has: {', '.join(known) or 'none'}.",
                )


def _check(names: Sequence[str], seconds: int) -> None:
    if not 1 <= len(names) <= MAX_NAMES:
        raise InvalidInput(f"actions has {len(names)} names.", f"1 to {MAX_NAMES}.")
    for name in names:
        check_length("actions", name, MAX_NAME)
    if not 1 <= seconds <= MAX_SECONDS:
        raise InvalidInput(f"seconds is {seconds}.", f"1 to {MAX_SECONDS}.")
