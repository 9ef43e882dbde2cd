"""The READMEs of plugins among the knowledge."""

from collections.abc import Mapping

from pymongo import DeleteOne, InsertOne, UpdateOne

from app.database import Row, Session
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import KnowledgeRepository
from app.record import now

_TYPE = "document"
_Write = InsertOne[Row] | UpdateOne | DeleteOne


class ReadmeRepository(KnowledgeRepository):
    """One whole text a plugin."""

    async def replace(self, readmes: Mapping[str, str | None], session: Session) -> None:
        """Store each plugin's README, and remove that of one that has none any more."""
        stored = await self._stored(readmes, session)
        writes = [
            write
            for plugin, text in readmes.items()
            if (write := _write(plugin, text, stored.get(plugin)))
        ]
        if writes:
            await self.collection.bulk_write(writes, ordered=False, session=session)

    async def _stored(self, plugins: Mapping[str, object], session: Session) -> dict[str, Row]:
        query = {"source": {"$in": list(plugins)}, "group": None, "type": _TYPE}
        rows = self.collection.find(query, {"source": 1, "text": 1}, session=session)
        return {row["source"]: row async for row in rows}


def _write(plugin: str, text: str | None, stored: Row | None) -> _Write | None:
    if stored is None:
        return _inserted(plugin, text) if text else None
    if not text:
        return DeleteOne({"_id": stored["_id"]})
    if stored["text"] == text:
        return None
    return UpdateOne({"_id": stored["_id"]}, {"$set": {"text": text, "updated_at": now()}})


def _inserted(plugin: str, text: str) -> InsertOne[Row]:
    readme = Knowledge(type=_TYPE, source=plugin, text=text, metadata={"field": "readme"})
    row = readme.model_dump(exclude={"id", "revision_id"})
    return InsertOne(row | {"_id": readme.id})
