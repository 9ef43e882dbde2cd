"""The server's own embedding model."""

from app.errors import ServiceUnavailable
from app.host.errand import Errand
from app.knowledge.indexer import KnowledgeIndexer
from app.models.source import OnPiece
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed

TEXT_EMBEDDING = "TEXT_EMBEDDING"
_ZERO = " "  # core asks with no text for the length of vectors alone


class EmbeddingModel:
    """Embeds texts with the model that search uses, so that both mean the same."""

    def __init__(self, indexer: KnowledgeIndexer) -> None:
        self._indexer = indexer

    async def use(self, errand: Errand, model: str, params: Json, on_piece: OnPiece) -> Json:
        """Give the vector of a text: ``{text}``, ``{input}`` or the text itself."""
        del errand, model, on_piece
        semantic = self._indexer.prepared
        if semantic is None:
            text = "The server's embedding model is not ready yet"
            raise HostCallFailed("MODEL_UNAVAILABLE", text)
        try:
            vector = await semantic.embed(_text(params))
        except ServiceUnavailable as error:
            raise HostCallFailed("MODEL_UNAVAILABLE", error.message) from None
        return [float(number) for number in vector]


def _text(params: Json) -> str:
    given = params.get("text", params.get("input")) if isinstance(params, dict) else params
    return given if isinstance(given, str) and given.strip() else _ZERO
