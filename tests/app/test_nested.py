"""Lists below a list."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.database import Database
from app.documents import DOCUMENTS
from app.errors import InvalidInput
from app.nested import Listing, NestedPages
from app.ontology.connection import Connection
from app.ontology.repositories import ConnectionRepository
from app.pagination import Page, Window
from app.repository import NEWEST_FIRST
from tests.mongodb_commands import commands

CENTRES = ("hub-a", "hub-b", "hub-c")
SPOKES = 7
OUT, BOTH = ("source",), ("source", "target")


@pytest.fixture(scope="module")
async def pages(mongodb_uri: str) -> AsyncIterator[NestedPages[Connection]]:
    """Connections: each hub to its spokes, and one of each to itself."""
    database = Database(mongodb_uri, "nested")
    await database.open(DOCUMENTS)
    repository = ConnectionRepository(database)
    for hub in CENTRES:
        await repository.insert(Connection(type="owns", source=hub, target=hub))
        for number in range(SPOKES):
            await repository.insert(Connection(type="owns", source=hub, target=f"{hub}-{number}"))
        await repository.insert(Connection(type="manages", source="boss", target=hub))
    yield NestedPages(repository)
    await database.close()


async def all_of(pages: NestedPages[Connection], listing: Listing) -> list[Page[Connection]]:
    return list(await asyncio.gather(*(pages.of(hub, listing) for hub in CENTRES)))


def targets(page: Page[Connection]) -> list[str]:
    return [item.target for _, item in page.items]


async def test_every_parent_gets_its_own_page(pages: NestedPages[Connection]) -> None:
    found = await all_of(pages, Listing(OUT, Window(3)))
    assert [targets(page) for page in found] == [[hub, f"{hub}-0", f"{hub}-1"] for hub in CENTRES]
    assert all(page.has_next for page in found)
    assert [await page.count() for page in found] == [SPOKES + 1] * len(CENTRES)


@pytest.mark.parametrize("fields", [OUT, BOTH])
@pytest.mark.parametrize("first", [2, 100])
async def test_all_of_them_cost_one_round_trip(
    pages: NestedPages[Connection], fields: tuple[str, ...], first: int
) -> None:
    with commands() as sent:
        found = await all_of(pages, Listing(fields, Window(first)))
        await asyncio.gather(*(page.count() for page in found))
    assert sent == [("aggregate", "connections")] * 2


async def test_both_directions_are_one_list_without_repetition(
    pages: NestedPages[Connection],
) -> None:
    page = await pages.of("hub-a", Listing(BOTH, Window(100)))
    assert len(page.items) == await page.count() == SPOKES + 2
    ids = [item.id for _, item in page.items]
    assert ids == sorted(ids)


@pytest.mark.parametrize("fields", [OUT, BOTH])
async def test_pages_follow_each_other_without_gap(
    pages: NestedPages[Connection], fields: tuple[str, ...]
) -> None:
    whole = await pages.of("hub-b", Listing(fields, Window(100), order=NEWEST_FIRST))
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await pages.of("hub-b", Listing(fields, Window(2, after), order=NEWEST_FIRST))
        seen += [item.id for _, item in page.items]
        if not page.has_next:
            break
        after = page.items[-1][0]
    assert seen == [item.id for _, item in whole.items]


async def test_a_page_that_is_asked_for_at_two_places_is_the_same_at_both(
    pages: NestedPages[Connection],
) -> None:
    listing = Listing(OUT, Window(3))
    one, other = await asyncio.gather(pages.of("hub-a", listing), pages.of("hub-a", listing))
    assert targets(one) == targets(other) == ["hub-a", "hub-a-0", "hub-a-1"]


async def test_a_parent_of_nothing_has_an_empty_page(pages: NestedPages[Connection]) -> None:
    page = await pages.of("nobody", Listing(OUT, Window(5)))
    assert (page.items, page.has_next, await page.count()) == ([], False, 0)


async def test_what_else_must_hold_does(pages: NestedPages[Connection]) -> None:
    page = await pages.of("hub-a", Listing(BOTH, Window(5), {"type": {"$in": ["manages"]}}))
    assert [item.source for _, item in page.items] == ["boss"]


async def test_a_forged_cursor_is_refused(pages: NestedPages[Connection]) -> None:
    with pytest.raises(InvalidInput, match="no cursor"):
        await pages.of("hub-a", Listing(OUT, Window(5, "forged")))
