"""A plugin's own SQL database, which the host keeps for its workers."""

import base64
import binascii
from typing import Any, Protocol

from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed


class PluginDatabase(Protocol):
    """Keeps what a worker's database holds. Each method may raise ``HostCallFailed``."""

    async def load(self, known: int) -> tuple[int, bytes | None]:
        """Give the version that was kept last and its content.

        The version is 0 where nothing was kept; the content is left out if its version is known.
        """

    async def save(self, known: int, content: bytes) -> int:
        """Keep the successor of a version, and give its number.

        Raises:
            HostCallFailed: ``DATABASE_CHANGED``: another successor of it was kept meanwhile.
        """


async def answer_database_ask(database: PluginDatabase, verb: str, args: list[Any]) -> Json:
    """Do what an ask says, once its arguments have their forms.

    Raises:
        HostCallFailed: they have not, or the host cannot do it.
    """
    match verb, args:
        case "load", [int() as known]:
            version, content = await database.load(known)
            return {"version": version, "content": _sent(content)}
        case "save", [int() as known, {"$base64": str() as content}]:
            return await database.save(known, _received(content))
    raise HostCallFailed("INVALID_ARGUMENTS", f"database.{verb} does not take these arguments")


def _sent(content: bytes | None) -> Json:
    return None if content is None else {"$base64": base64.b64encode(content).decode()}


def _received(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise HostCallFailed("INVALID_ARGUMENTS", "The content is no base64") from None
