"""A host for a plugin that is only tried: it forgets all when the trial ends."""

from collections.abc import Callable

from sandbox.trial.memory_database import MemoryDatabase
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed


class MemoryHost:
    """Keeps what is stored in memory; has no knowledge, and nobody hears its events."""

    rows = None

    def __init__(self) -> None:
        self._stored: dict[str, Json] = {}
        self.database = MemoryDatabase()

    async def get_stored(self, key: str) -> Json:
        """Return what was stored."""
        return self._stored.get(key)

    async def set_stored(self, key: str, value: Json) -> None:
        """Store a value."""
        self._stored[key] = value

    async def delete_stored(self, key: str) -> bool:
        """Forget a key."""
        known = key in self._stored
        self._stored.pop(key, None)
        return known

    async def list_stored(self, prefix: str) -> list[str]:
        """Give the keys that start so."""
        return sorted(key for key in self._stored if key.startswith(prefix))

    async def publish_event(self, name: str, payload: Json) -> None:
        """Take an event that nobody will hear."""

    async def receive_message(self, message: Json) -> None:
        """Take a message that nobody will hear of."""

    async def query_knowledge(self, text: str, limit: int) -> list[Json]:
        """Find nothing."""
        del text, limit
        return []

    async def use_model(self, model: str, params: Json, on_piece: Callable[[Json], None]) -> Json:
        """Have no model."""
        del params, on_piece
        raise HostCallFailed("MODEL_NOT_FOUND", f"No model answers {model} here")
