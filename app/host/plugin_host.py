"""The host of one errand."""

import math
from collections.abc import Callable

from app.agent_memory.service import AgentMemory
from app.database import Database, Session
from app.errors import InvalidInput
from app.host.allowance import Allowance
from app.host.errand import Errand
from app.host.plugin_databases import PluginDatabases
from app.host.repository import StoredValueRepository
from app.host.stored_value import StoredValue
from app.knowledge.group_search import GroupSearch
from app.models.source import ModelSource
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.ontology.values import check_size
from app.packed import Packed, pack, unpack
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed

MOST_VALUES = 1_000
MOST_BYTES = 10_000_000
MOST_VALUE_BYTES = 1_000_000
MOST_EVENTS = 100
MOST_MODEL_USES = 100


class PluginHost:
    """Does what a plugin asks, in the name of its instance; see ``sandbox.worker.host.Host``.

    Args:
        errand: on whose behalf.
        event_seconds: in which so many events may be published and models used; by default, as
            long as it lives.
    """

    def __init__(
        self,
        database: Database,
        search: GroupSearch,
        rows: AgentMemory,
        database_of_plugin: PluginDatabases,
        models: ModelSource,
        errand: Errand,
        event_seconds: float = math.inf,
    ) -> None:
        self._database = database
        self._search = search
        self.rows = rows
        self.database = database_of_plugin
        self._models = models
        self._errand = errand
        self._values = StoredValueRepository(database)
        self._events = EventRepository(database)
        self._published = Allowance("TOO_MANY_EVENTS", "events", MOST_EVENTS, event_seconds)
        self._used = Allowance("TOO_MANY_ASKS", "uses of models", MOST_MODEL_USES, event_seconds)

    async def get_stored(self, key: str) -> Json:
        """Return what the instance stored under a key."""
        found = await self._values.of_key(self._errand.instance, _checked(key))
        value: Json = unpack(found.value) if found else None
        return value

    async def set_stored(self, key: str, value: Json) -> None:
        """Store a value under a key."""
        packed = _packed(value)
        if len(packed) > MOST_VALUE_BYTES:
            raise HostCallFailed(
                "STORAGE_FULL", f"A value takes {MOST_VALUE_BYTES} bytes at most, not {len(packed)}"
            )
        group, instance = self._errand.group, self._errand.instance
        stored = StoredValue(
            group=group, instance=instance, key=_checked(key), value=packed, size=len(packed)
        )

        async def write(session: Session) -> None:
            count, size = await self._values.size(instance, key, session)
            if count >= MOST_VALUES or size + len(packed) > MOST_BYTES:
                raise HostCallFailed(
                    "STORAGE_FULL",
                    f"An instance stores {MOST_VALUES} values of {MOST_BYTES} bytes at most",
                )
            await self._values.put(stored, session)

        await self._database.transact(write)

    async def delete_stored(self, key: str) -> bool:
        """Forget a key."""
        return await self._values.forget(self._errand.instance, _checked(key))

    async def list_stored(self, prefix: str) -> list[str]:
        """Give the keys that start so."""
        return await self._values.keys(self._errand.instance, _checked(prefix))

    async def publish_event(self, name: str, payload: Json) -> None:
        """Make something that happened an event of the group."""
        metadata = {"name": _checked(name), "payload": payload}
        await self._record(EventType.PLUGIN_EVENT_PUBLISHED, metadata)

    async def receive_message(self, message: Json) -> None:
        """Make a message from outside an event of the group."""
        await self._record(EventType.AGENT_MESSAGE_RECEIVED, {"message": message})

    async def _record(self, type_: EventType, metadata: dict[str, Json]) -> None:
        self._published.take()
        try:
            check_size("payload", metadata)
        except InvalidInput as error:
            raise HostCallFailed("INVALID_ARGUMENTS", error.message) from None
        errand = self._errand

        async def write(session: Session) -> None:
            await self._events.record(
                session,
                type_,
                target=errand.instance,
                group=errand.group,
                actor=errand.agent or errand.instance,
                metadata={"execution": errand.id, **metadata},
            )

        await self._database.transact(write)

    async def query_knowledge(self, text: str, limit: int) -> list[Json]:
        """Search what the group knows."""
        try:
            matches = await self._search.search(self._errand.group, text, None, limit)
        except InvalidInput as error:
            raise HostCallFailed("INVALID_ARGUMENTS", error.message) from None
        return [
            {"text": match.passage, "score": match.score, "labels": list(match.knowledge.labels)}
            for match in matches
        ]

    async def use_model(self, model: str, params: Json, on_piece: Callable[[Json], None]) -> Json:
        """Have a model of the group answer."""
        self._used.take()
        return await self._models.use(self._errand, model, params, on_piece)


def _checked(name: str) -> str:
    if "\0" in name:
        raise HostCallFailed("INVALID_ARGUMENTS", "A name has no character NUL")
    return name


def _packed(value: Json) -> Packed:
    try:
        return pack(value)
    except TypeError as error:
        raise HostCallFailed("INVALID_ARGUMENTS", f"The value cannot be kept: {error}") from None
