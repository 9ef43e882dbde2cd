"""A host for a plugin that is only tried: it forgets all when the trial ends."""

from sandbox.worker.call import Json


class MemoryHost:
    """Keeps what is stored in memory; has no knowledge, and nobody hears its events."""

    def __init__(self) -> None:
        self._stored: dict[str, Json] = {}

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

    async def query_knowledge(self, text: str, limit: int) -> list[Json]:
        """Find nothing."""
        del text, limit
        return []
