"""Whatever answers when a plugin asks for a model."""

from collections.abc import Callable
from typing import Protocol

from app.host.errand import Errand
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed

OnPiece = Callable[[Json], None]


class ModelSource(Protocol):
    """Models, by the names that elizaOS gives their types: ``TEXT_SMALL``, ``TEXT_EMBEDDING``."""

    async def use(self, errand: Errand, model: str, params: Json, on_piece: OnPiece) -> Json:
        """Have a model answer; ``on_piece`` hears a text as it comes, where ``stream`` asks for it.

        Raises:
            HostCallFailed: there is no such model, or it did not answer.
        """


class NoModels:
    """What models themselves may use, so that no chain of models has no end."""

    async def use(self, errand: Errand, model: str, params: Json, on_piece: OnPiece) -> Json:
        """Refuse."""
        del errand, params, on_piece
        raise HostCallFailed("MODEL_NOT_FOUND", f"A model uses no other model, such as {model}")
