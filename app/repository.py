"""What every repository can do: read by id, page, insert, watch."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Generic, TypeVar

from pymongo.asynchronous.change_stream import AsyncChangeStream
from pymongo.errors import DuplicateKeyError

from app.database import WHOLE, Database, Duplicate, Row, Session
from app.errors import InvalidInput
from app.identifiers import kind_of
from app.pagination import Order, Page, Window, decode_cursor, encode_cursor
from app.record import Record

Entity = TypeVar("Entity", bound=Record)
Query = Mapping[str, Any]
NEWEST_FIRST = Order(descending=True)


class Repository(Generic[Entity]):
    """Access to one collection. Reads skip validation: what is stored was validated.

    Attributes:
        scope: what tells these documents from others in the same collection.
    """

    document: type[Entity]
    scope: ClassVar[Query] = {}

    def __init__(self, database: Database) -> None:
        self.database = database
        self.collection = database.collection(self.document)

    def load(self, row: Row) -> Entity:
        """The document behind a stored row."""
        identifier = row.pop("_id")
        document: Entity = self.document.model_construct(id=identifier, **row)
        return document

    async def get(self, identifier: str, session: Session | None = None) -> Entity | None:
        """The document of that id, or None."""
        return await self.first({"_id": identifier, **self.scope}, session=session)

    async def first(
        self, query: Query, order: Order | None = None, session: Session | None = None
    ) -> Entity | None:
        """The first document that matches, or None."""
        sort = order.sort() if order else None
        row = await self.collection.find_one(query, sort=sort, session=session)
        return self.load(row) if row else None

    async def get_many(self, identifiers: Sequence[str]) -> list[Entity | None]:
        """One document for each id, in their order; None where there is none."""
        rows = self.collection.find(
            {"_id": {"$in": list(set(identifiers))}, **self.scope}, batch_size=WHOLE
        )
        found = {row["_id"]: self.load(row) async for row in rows}
        return [found.get(identifier) for identifier in identifiers]

    async def find(self, query: Query, order: Order | None = None, limit: int = 0) -> list[Entity]:
        """Every document that matches, in order."""
        cursor = self.collection.find(query, limit=limit, batch_size=WHOLE)
        if order:
            cursor = cursor.sort(order.sort())
        return [self.load(row) async for row in cursor]

    async def page(self, query: Query, window: Window, order: Order | None = None) -> Page[Entity]:
        """One page of what matches; one row more is read to know of a next page.

        Raises:
            InvalidInput: the cursor in ``window`` is none of ours.
        """
        order = order or Order()
        beyond = self.beyond(window, order)
        condition = {"$and": [query, beyond]} if beyond and query else (beyond or query)
        cursor = self.collection.find(condition, limit=window.first + 1).sort(order.sort())
        return self.cut(await cursor.to_list(), window, order, lambda: self.count(query))

    def beyond(self, window: Window, order: Order) -> Query:
        """The condition that selects what comes after the window's cursor.

        Raises:
            InvalidInput: it has none of this list's cursors.
        """
        if window.after is None:
            return {}
        position = decode_cursor(window.after)
        if kind_of(position[-1]) is not self.document.kind:
            raise InvalidInput(
                "The cursor is of another list.", "Pass an endCursor or cursor of this one."
            )
        return order.beyond(position)

    def cut(
        self, rows: list[Row], window: Window, order: Order, count: Callable[[], Awaitable[int]]
    ) -> Page[Entity]:
        """A page of ``rows``, which hold one more than the page when another follows."""
        shown = rows[: window.first]
        items = [(encode_cursor(order.position(row)), self.load(row)) for row in shown]
        return Page(items, len(rows) > len(shown), bool(window.after), count)

    async def count(self, query: Query) -> int:
        """How many documents match."""
        return await self.collection.count_documents(query)

    async def insert(self, document: Entity, session: Session | None = None) -> Entity:
        """Store a new, validated document.

        Raises:
            Duplicate: a unique index has its key already.
        """
        try:
            await self.collection.insert_one(_stored(document), session=session)
        except DuplicateKeyError as error:
            if session is not None:
                raise  # the transaction is over, and says so itself
            raise Duplicate(str(error)) from error
        return document

    async def insert_many(self, documents: Sequence[Entity], session: Session) -> None:
        """Store new, validated documents in one round trip, in a transaction.

        Its ``transact`` raises Duplicate when a unique index has the key of one already.
        """
        if documents:
            rows = [_stored(document) for document in documents]
            await self.collection.insert_many(rows, session=session)

    async def update(
        self, query: Query, change: Mapping[str, Any], session: Session | None = None
    ) -> Entity | None:
        """Change the first document that matches and return it, or None."""
        row = await self.collection.find_one_and_update(
            query, change, return_document=True, session=session
        )
        return self.load(row) if row else None

    @asynccontextmanager
    async def watch(
        self, pipeline: Sequence[Query] = (), resume_after: Mapping[str, Any] | None = None
    ) -> AsyncIterator[AsyncChangeStream[Row]]:
        """A change stream on this collection, from now or from a stored position.

        Raises:
            OperationFailure: ``resume_after`` is older than what the server keeps.
        """
        stream = await self.collection.watch(
            list(pipeline), full_document="updateLookup", resume_after=resume_after
        )
        async with stream:
            yield stream


def _stored(document: Record) -> Row:
    row: Row = document.model_dump(exclude={"revision_id"})
    row["_id"] = row.pop("id")
    return row
