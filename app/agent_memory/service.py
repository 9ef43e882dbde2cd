"""The database of an agent, for its plugins."""

import asyncio
import math
from collections.abc import Sequence

from app.agent_memory.nearest import nearest
from app.agent_memory.nodes import THING_TYPES
from app.agent_memory.scope import Scope
from app.agent_memory.writer import RowWriter
from app.database import Database, Duplicate, Row, Session
from app.host.allowance import Allowance
from app.packed import pack, unpack
from app.settings import Settings
from sandbox.worker.host import HostCallFailed
from sandbox.worker.rows import KeptRow, RowQuery, Table

MOST_VALUE_BYTES = 1_000_000
MOST_VECTOR_BYTES = 64 * 1024
MOST_STEPS = 1_000


class AgentMemory:
    """Keeps an agent's rows in the graph of its group; see ``sandbox.worker.rows.Rows``."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        scope: Scope,
        step_seconds: float = math.inf,
    ) -> None:
        self._steps = Allowance("TOO_MANY_EVENTS", "steps", MOST_STEPS, step_seconds)
        self._database = database
        self._scope = scope
        self._writer = RowWriter(database, scope)
        self._most = {True: settings.things_per_group, False: settings.knowledge_per_group}
        self._room: dict[bool, int] = {}
        self._in_order = asyncio.Lock()

    async def get(self, table: Table, ids: Sequence[str]) -> list[KeptRow]:
        """Give those of these rows that exist."""
        found = await self._writer.repository(table).of_keys(self._scope.id, table, ids)
        return [_kept(row) for row in found]

    async def find(self, table: Table, query: RowQuery) -> list[KeptRow]:
        """Give the rows that are wanted, newest first."""
        found = await self._writer.repository(table).select(self._scope.id, table, query)
        return [_kept(row) for row in found]

    async def count(self, table: Table, query: RowQuery) -> int:
        """Tell how many rows fit."""
        return await self._writer.repository(table).number(self._scope.id, table, query)

    async def nearest(
        self, table: Table, query: RowQuery, vector: bytes, threshold: float
    ) -> list[tuple[KeptRow, float]]:
        """Give the rows nearest to a vector; two reads, and one exact comparison of all."""
        vectors = await self._writer.repository(table).vectors(self._scope.id, table, query)
        best = await asyncio.to_thread(nearest, vectors, vector, threshold, query.limit)
        rows = {row.id: row for row in await self.get(table, [key for key, _ in best])}
        return [(rows[key], cosine) for key, cosine in best if key in rows]

    async def put(self, table: Table, rows: Sequence[KeptRow]) -> None:
        """Keep rows in one transaction, with the events that tell of them."""
        for row in rows:
            _check(row)
        if table is not Table.LOGS:
            await self._take_room(table in THING_TYPES, len(rows))
            await self._write(table, rows)
            return
        self._steps.take(len(rows))
        async with self._in_order:  # nobody waits for a step, and the next one may come meanwhile
            await self._write(table, rows)

    async def remove(self, table: Table, ids: Sequence[str]) -> None:
        """Forget rows, in one transaction."""

        async def write(session: Session) -> None:
            await self._writer.remove(table, ids, session)

        await self._database.transact(write)

    async def _write(self, table: Table, rows: Sequence[KeptRow]) -> None:
        async def write(session: Session) -> None:
            await self._writer.put(table, rows, session)

        try:
            await self._database.transact(write)
        except Duplicate:  # another worker of the agent was first: now its rows are replaced
            await self._database.transact(write)

    async def _take_room(self, things: bool, rows: int) -> None:
        """Count what the group has once, and from there on what is put; connections with what
        they connect."""
        table = Table.ENTITIES if things else Table.MEMORIES
        most = self._most[things]
        if things not in self._room:
            repository = self._writer.repository(table)
            self._room[things] = most - await repository.count_up_to(most, self._scope.group)
        self._room[things] -= rows
        if self._room[things] < 0:
            raise HostCallFailed("STORAGE_FULL", f"The group has {most} of these, all it may have")


def _check(row: KeptRow) -> None:
    if any("\0" in text for text in (row.id, row.name)):
        raise HostCallFailed("INVALID_ARGUMENTS", "A row's id and name have no character NUL")
    try:
        size = len(pack(row.value)) + len(pack([row.id, row.name, row.fields]))
    except TypeError as error:
        raise HostCallFailed("INVALID_ARGUMENTS", f"A row cannot be kept: {error}") from None
    if size > MOST_VALUE_BYTES or len(row.vector or b"") > MOST_VECTOR_BYTES:
        raise HostCallFailed("STORAGE_FULL", f"A row takes {MOST_VALUE_BYTES} bytes at most")


def _kept(row: Row) -> KeptRow:
    return KeptRow.model_construct(
        id=row["key"],
        at=row["at"],
        name="",
        fields=row["fields"],
        value=unpack(row["value"]),
        vector=row["vector"],
    )
