"""What a worker may ask of its host while it answers a call."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from sandbox.worker.call import Json
from sandbox.worker.rows import Rows

if TYPE_CHECKING:
    from sandbox.worker.plugin_database import PluginDatabase


class HostCallFailed(Exception):
    """The host could not do what a worker asked; the plugin gets code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Host(Protocol):
    """Does what a worker asks, once its permission was checked.

    Each method may raise ``HostCallFailed``.
    """

    @property
    def rows(self) -> Rows | None:
        """Give the database of the worker's agent; None: it has none here."""

    @property
    def database(self) -> "PluginDatabase | None":
        """Give what keeps the plugin's own SQL database; None: it ends with the worker here."""

    async def get_stored(self, key: str) -> Json:
        """Return what the instance stored under a key; None when there is nothing."""

    async def set_stored(self, key: str, value: Json) -> None:
        """Store a value under a key, for all workers of the instance, and beyond their lives."""

    async def delete_stored(self, key: str) -> bool:
        """Forget a key; false when there was nothing."""

    async def list_stored(self, prefix: str) -> list[str]:
        """Give the keys that start so, in order."""

    async def publish_event(self, name: str, payload: Json) -> None:
        """Make something that happened an event of the group."""

    async def receive_message(self, message: Json) -> None:
        """Make a message that reached the agent from outside an event of the group."""

    async def query_knowledge(self, text: str, limit: int) -> list[Json]:
        """Search what the group knows; best first, each ``{text, score, labels}``."""

    async def use_model(self, model: str, params: Json, on_piece: Callable[[Json], None]) -> Json:
        """Have a model of the group answer; ``on_piece`` hears what it says as it says it."""
