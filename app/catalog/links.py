"""The catalogue's connections from plugins: to their authors, and to plugins they need."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pymongo import DeleteOne, InsertOne, UpdateOne

from app.database import Row, Session
from app.ontology.connection import Connection
from app.ontology.repositories import CREATED_BY, ConnectionRepository
from app.record import now

DEPENDS_ON = "plugin_depends_on"
_Write = InsertOne[Row] | UpdateOne | DeleteOne


class Link(NamedTuple):
    """One connection."""

    source: str
    type: str
    target: str


Links = Mapping[Link, dict[str, Any]]


class LinkRepository(ConnectionRepository):
    """Authorship and dependencies of plugins."""

    async def replace(self, plugins: Sequence[str], links: Links, session: Session) -> None:
        """Let ``links``, with their metadata, be all that these plugins have."""
        stored = await self._stored(plugins, session)
        gone = [DeleteOne({"_id": row["_id"]}) for key, row in stored.items() if key not in links]
        kept = [
            UpdateOne({"_id": row["_id"]}, {"$set": {"metadata": links[key], "updated_at": now()}})
            for key, row in stored.items()
            if key in links and links[key] != row["metadata"]
        ]
        new = [_inserted(key, data) for key, data in links.items() if key not in stored]
        writes: list[_Write] = [*gone, *kept, *new]
        if writes:
            await self.collection.bulk_write(writes, ordered=False, session=session)

    async def _stored(self, plugins: Sequence[str], session: Session) -> dict[Link, Row]:
        rows = self.collection.find(
            {"source": {"$in": list(plugins)}, "type": {"$in": [CREATED_BY, DEPENDS_ON]}},
            {"source": 1, "type": 1, "target": 1, "metadata": 1},
            session=session,
        )
        return {Link(row["source"], row["type"], row["target"]): row async for row in rows}


def _inserted(link: Link, metadata: dict[str, Any]) -> InsertOne[Row]:
    connection = Connection(**link._asdict(), metadata=metadata)
    row = connection.model_dump(exclude={"id", "revision_id"})
    return InsertOne(row | {"_id": connection.id})
