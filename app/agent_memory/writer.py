"""Keeping rows as nodes of the graph, in a transaction."""

from collections.abc import Sequence
from typing import Any

from app.agent_memory import nodes
from app.agent_memory.repository import (
    ConnectionRows,
    EventRows,
    KnowledgeRows,
    RowRepository,
    ThingRows,
)
from app.agent_memory.scope import Scope
from app.database import Database, Session
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.repositories import ConnectionRepository, EventRepository
from sandbox.worker.rows import KeptRow, Table


class RowWriter:
    """Writes the rows of one agent; what changes in the graph is an event there, too."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._scope = scope
        self._things = ThingRows(database)
        self._connections = ConnectionRows(database)
        self._logs = EventRows(database)
        self._knowledge = KnowledgeRows(database)
        self._links = ConnectionRepository(database)
        self._events = EventRepository(database)

    def repository(self, table: Table) -> RowRepository[Any]:
        """Where a table's rows are."""
        if table in nodes.THING_TYPES:
            return self._things
        if table in nodes.CONNECTION_TYPES:
            return self._connections
        return self._logs if table is Table.LOGS else self._knowledge

    async def put(self, table: Table, rows: Sequence[KeptRow], session: Session) -> None:
        """Keep rows, in place of those of their keys."""
        latest = {row.id: row for row in rows}
        repository = self.repository(table)
        known = await repository.ids(self._scope.id, table, list(latest), session)
        made = await self._nodes(table, list(latest.values()), session)
        for node in made:
            node.id = known.get(node.agent_row.key, node.id)
        await repository.store(made, session)
        if table is not Table.LOGS:
            await self._record(made, set(known.values()), session)

    async def remove(self, table: Table, keys: Sequence[str], session: Session) -> None:
        """Forget rows; a step of the log stays, as every event does, without what it said."""
        repository = self.repository(table)
        found = list((await repository.ids(self._scope.id, table, keys, session)).values())
        if table is Table.LOGS:
            await repository.empty(found, session)
            return
        await repository.delete(found, session)
        if table in nodes.THING_TYPES:
            await self._links.remove_of(found, self._scope.group, session)
        gone = [self._event(EventType.ENTITY_DELETED, node, table=table) for node in found]
        await self._events.insert_many(gone, session)

    async def _nodes(self, table: Table, rows: list[KeptRow], session: Session) -> list[Any]:
        if table in nodes.THING_TYPES:
            return [nodes.thing(self._scope, table, row) for row in rows]
        if table is Table.LOGS:
            return [nodes.event(self._scope, row) for row in rows]
        if table is Table.MEMORIES:
            return [nodes.knowledge(self._scope, row) for row in rows]
        return await self._connect(table, rows, session)

    async def _connect(self, table: Table, rows: list[KeptRow], session: Session) -> list[Any]:
        (from_table, from_field), (to_table, to_field) = nodes.ENDS[table]
        sources = await self._ends(from_table, from_field, rows, session)
        targets = await self._ends(to_table, to_field, rows, session)
        return [
            nodes.connection(
                self._scope,
                table,
                row,
                sources[str(row.fields.get(from_field))],
                targets[str(row.fields.get(to_field))],
            )
            for row in rows
        ]

    async def _ends(
        self, table: Table, field: str, rows: Sequence[KeptRow], session: Session
    ) -> dict[str, str]:
        keys = {str(row.fields.get(field)) for row in rows}
        known = await self._things.ids(self._scope.id, table, list(keys), session)
        new = {key: nodes.unknown_thing(self._scope, table, key) for key in keys - set(known)}
        await self._things.store(list(new.values()), session)
        return {**known, **{key: thing.id for key, thing in new.items()}}

    async def _record(self, made: Sequence[Any], known: set[str], session: Session) -> None:
        events = [
            self._event(
                EventType.ENTITY_UPDATED if node.id in known else EventType.ENTITY_CREATED,
                node.id,
                type=node.type,
            )
            for node in made
        ]
        await self._events.insert_many(events, session)

    def _event(self, type_: EventType, target: str, **metadata: str) -> Event:
        return Event(
            type=type_,
            target=target,
            group=self._scope.group,
            actor=self._scope.actor,
            metadata={"instance": self._scope.instance, **metadata},
        )
