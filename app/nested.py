"""Lists below a list: the pages of every parent in one round trip."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

from app.database import Row
from app.pagination import Order, Page, Window
from app.record import Record
from app.repository import Query, Repository

Entity = TypeVar("Entity", bound=Record)


@dataclass(frozen=True, slots=True)
class Listing:
    """What belongs to a parent, and which part of it is asked for.

    Attributes:
        fields: where a document may hold the parent's id.
        query: what else must hold.
    """

    fields: tuple[str, ...]
    window: Window
    query: Query = field(default_factory=dict)
    order: Order = field(default_factory=Order)


class NestedPages(Generic[Entity]):
    """Pages of one collection, each of a parent; those asked for together are read together."""

    def __init__(self, repository: Repository[Entity]) -> None:
        self._repository = repository
        self._pages = DataLoader(load_fn=self._load, cache=False)
        self._counts = DataLoader(load_fn=self._load_counts, cache=False)

    async def of(self, parent: str, listing: Listing) -> Page[Entity]:
        """The page of ``parent``.

        Raises:
            InvalidInput: the cursor in the listing's window is none of ours.
        """
        return await self._pages.load((parent, listing))

    async def _load(self, keys: list[tuple[str, Listing]]) -> list[Page[Entity]]:
        pages: dict[tuple[str, str], Page[Entity]] = {}
        for name, (listing, parents) in _by_listing(keys).items():
            rows = await self._read(listing, parents)
            pages |= {(parent, name): self._page(parent, listing, rows) for parent in parents}
        return [pages[parent, repr(listing)] for parent, listing in keys]

    def _page(self, parent: str, listing: Listing, rows: dict[str, list[Row]]) -> Page[Entity]:
        return self._repository.cut(
            rows[parent],
            listing.window,
            listing.order,
            lambda: self._counts.load((parent, listing)),
        )

    async def _read(self, listing: Listing, parents: Sequence[str]) -> dict[str, list[Row]]:
        first, *others = [self._lookup(where, listing, parents) for where in listing.fields]
        unions = [{"$unionWith": {"pipeline": other}} for other in others]
        found: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in await self._repository.database.aggregate([*first, *unions]):
            found[row["_id"]][row["row"]["_id"]] = row["row"]
        return {parent: _sorted(found[parent].values(), listing) for parent in parents}

    def _lookup(self, where: str, listing: Listing, parents: Sequence[str]) -> list[Row]:
        order, window = listing.order, listing.window
        beyond = self._repository.beyond(window, order)
        rows = [
            {"$match": {"$and": [listing.query, beyond]}},
            {"$sort": dict(order.sort())},
            {"$limit": window.first + 1},
        ]
        return [
            {"$documents": [{"_id": parent} for parent in parents]},
            {
                "$lookup": {
                    "from": self._repository.collection.name,
                    "localField": "_id",
                    "foreignField": where,
                    "pipeline": rows,
                    "as": "row",
                }
            },
            {"$unwind": "$row"},  # right after the look-up: no document holds a whole page
        ]

    async def _load_counts(self, keys: list[tuple[str, Listing]]) -> list[int]:
        counts: dict[str, dict[str, int]] = {}
        for name, (listing, parents) in _by_listing(keys).items():
            counts[name] = await self._count(listing, parents)
        return [counts[repr(listing)].get(parent, 0) for parent, listing in keys]

    async def _count(self, listing: Listing, parents: Sequence[str]) -> dict[str, int]:
        ends = [{where: {"$in": list(parents)}} for where in listing.fields]
        held = [f"${where}" for where in listing.fields]
        pipeline: list[Row] = [
            {"$match": {"$and": [listing.query, {"$or": ends}]}},
            {"$project": {"parent": {"$setIntersection": [held, list(parents)]}}},
            {"$unwind": "$parent"},
            {"$group": {"_id": "$parent", "count": {"$sum": 1}}},
        ]
        cursor = await self._repository.collection.aggregate(pipeline)
        return {row["_id"]: row["count"] async for row in cursor}


def _by_listing(keys: Sequence[tuple[str, Listing]]) -> dict[str, tuple[Listing, list[str]]]:
    """Parents that ask for the same; aliases of a field may ask for something else."""
    grouped: dict[str, tuple[Listing, list[str]]] = {}
    for parent, listing in keys:
        _, parents = grouped.setdefault(repr(listing), (listing, []))
        if parent not in parents:
            parents.append(parent)
    return grouped


def _sorted(rows: Iterable[Row], listing: Listing) -> list[Row]:
    """The rows of several look-ups as one list; each look-up's own come in order already."""
    if len(listing.fields) == 1:
        return list(rows)
    order = listing.order
    merged = sorted(rows, key=order.position, reverse=order.descending)
    return merged[: listing.window.first + 1]
