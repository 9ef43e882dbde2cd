"""Access to the rows behind things, connections, events and knowledge."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pymongo import ReplaceOne

from app.database import WHOLE, Row, Session
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.knowledge import Knowledge
from app.ontology.thing import Thing
from app.record import Record
from app.repository import Repository
from sandbox.worker.rows import RowQuery

Entity = TypeVar("Entity", bound=Record)
MOST_VECTORS = 20_000
_VALUE = {"agent_row": 1}
_NEWEST_FIRST = [("agent_row.at", -1), ("_id", -1)]


class RowRepository(Repository[Entity]):
    """The rows of agents in one collection; ``scope`` is the id of whose they are."""

    async def of_keys(self, scope: str, table: str, keys: Sequence[str]) -> list[Row]:
        """The rows of these keys."""
        query = _of(scope, table) | {"agent_row.key": {"$in": list(keys)}}
        return await self._rows(self.collection.find(query | _WITH_VALUE, _VALUE, batch_size=WHOLE))

    async def select(self, scope: str, table: str, wanted: RowQuery) -> list[Row]:
        """The rows that a query wants, newest first."""
        cursor = self.collection.find(_matching(scope, table, wanted), _VALUE, batch_size=WHOLE)
        return await self._rows(cursor.sort(_NEWEST_FIRST).skip(wanted.offset).limit(wanted.limit))

    async def number(self, scope: str, table: str, wanted: RowQuery) -> int:
        """How many rows fit a query."""
        return await self.collection.count_documents(_matching(scope, table, wanted))

    async def vectors(self, scope: str, table: str, wanted: RowQuery) -> list[tuple[str, bytes]]:
        """Keys and vectors of the rows that fit and have one; the newest, if there are too many."""
        query = _matching(scope, table, wanted) | {"agent_row.vector": {"$ne": None}}
        fields = {"agent_row.key": 1, "agent_row.vector": 1}
        cursor = self.collection.find(query, fields, batch_size=WHOLE)
        rows = await self._rows(cursor.sort(_NEWEST_FIRST).limit(MOST_VECTORS))
        return [(row["key"], row["vector"]) for row in rows]

    async def ids(
        self, scope: str, table: str, keys: Sequence[str], session: Session
    ) -> Mapping[str, str]:
        """The node behind each of these keys that has one."""
        query = _of(scope, table) | {"agent_row.key": {"$in": list(keys)}}
        fields = {"agent_row.key": 1}
        cursor = self.collection.find(query, fields, session=session, batch_size=WHOLE)
        return {row["agent_row"]["key"]: row["_id"] async for row in cursor}

    async def store(self, records: Sequence[Entity], session: Session) -> None:
        """Store nodes in place of those of their ids; one round trip."""
        if records:
            orders = [
                ReplaceOne({"_id": each.id}, each.model_dump(exclude={"id", "revision_id"}), True)
                for each in records
            ]
            await self.collection.bulk_write(orders, session=session)

    async def delete(self, identifiers: Sequence[str], session: Session) -> None:
        """Remove nodes."""
        await self.collection.delete_many({"_id": {"$in": list(identifiers)}}, session=session)

    async def empty(self, identifiers: Sequence[str], session: Session) -> None:
        """Forget the rows of nodes that themselves stay."""
        await self.collection.update_many(
            {"_id": {"$in": list(identifiers)}}, _EMPTY, session=session
        )

    async def delete_all(self, scope: str, session: Session) -> int:
        """Remove every node with a row of a scope; how many."""
        found = await self.collection.delete_many({"agent_row.scope": scope}, session=session)
        return found.deleted_count

    async def empty_all(self, scope: str, session: Session) -> int:
        """Forget the rows of a scope whose nodes stay; how many."""
        query = {"agent_row.scope": scope} | _WITH_VALUE
        return (await self.collection.update_many(query, _EMPTY, session=session)).modified_count

    async def count_up_to(self, most: int, group: str) -> int:
        """How many documents a group has, counted no further than ``most``."""
        return await self.collection.count_documents({"group": group}, limit=most)

    async def _rows(self, cursor: Any) -> list[Row]:  # noqa: ANN401 - PyMongo's cursors are generic
        return [row["agent_row"] async for row in cursor]


class ThingRows(RowRepository[Thing]):
    """Rows of things."""

    document = Thing


class ConnectionRows(RowRepository[Connection]):
    """Rows of connections."""

    document = Connection


class EventRows(RowRepository[Event]):
    """Rows of events."""

    document = Event


class KnowledgeRows(RowRepository[Knowledge]):
    """Rows of knowledge."""

    document = Knowledge


_EMPTY = {"$set": {"agent_row.value": None, "agent_row.vector": None}}
_WITH_VALUE: Row = {"agent_row.value": {"$ne": None}}


def _of(scope: str, table: str) -> Row:
    return {"agent_row.scope": scope, "agent_row.table": table}


def _matching(scope: str, table: str, wanted: RowQuery) -> Row:
    query: Row = {**_of(scope, table), **_WITH_VALUE}
    for name, values in wanted.criteria.items():
        query[f"agent_row.fields.{name}"] = {"$in": values}
    if wanted.tags:
        query["agent_row.fields.tags"] = {"$all": wanted.tags}
    bounds = {"$gte": wanted.since, "$lte": wanted.until}
    given = {operator: bound for operator, bound in bounds.items() if bound is not None}
    return query | ({"agent_row.at": given} if given else {})
