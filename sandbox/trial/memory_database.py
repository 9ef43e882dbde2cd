"""The database of a plugin that is only tried."""

from sandbox.worker.host import HostCallFailed


class MemoryDatabase:
    """Keeps it in memory, for the workers of one trial."""

    def __init__(self) -> None:
        self._version = 0
        self._content: bytes | None = None

    async def load(self, known: int) -> tuple[int, bytes | None]:
        """Give what was kept last."""
        return self._version, None if known == self._version else self._content

    async def save(self, known: int, content: bytes) -> int:
        """Keep the successor of a version."""
        if known != self._version:
            raise HostCallFailed("DATABASE_CHANGED", "Another call changed the database meanwhile")
        self._version, self._content = known + 1, content
        return self._version
