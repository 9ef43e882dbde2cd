"""Following what a job reports: everything once, in order, to the end."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.database import Database, Duplicate, Session
from app.errors import CursorExpired, InvalidInput
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.journal.logs import log_pages
from app.journal.repository import JournalRepository
from app.pagination import Window, encode_cursor

_numbers = itertools.count()


@asynccontextmanager
async def open_journal(database: Database) -> AsyncIterator[Journal]:
    journal = Journal(JournalRepository(database), 100)
    await journal.feed.start()
    try:
        yield journal
    finally:
        await journal.feed.close()


@pytest.fixture
async def journal(database: Database) -> AsyncIterator[Journal]:
    async with open_journal(database) as opened:
        yield opened


@pytest.fixture
def subject() -> str:
    return f"execution_{next(_numbers):024x}"


async def write(journal: Journal, subject: str, count: int, start: int = 0) -> list[Entry]:
    """So many entries, the last of which is final."""
    last = start + count - 1
    return [
        await journal.write(subject, number, {"n": number}, final=number == last)
        for number in range(start, start + count)
    ]


async def read(journal: Journal, subject: str, after: str | None = None) -> list[int]:
    async with asyncio.timeout(10):
        return [entry.seq async for entry in journal.follow(subject, after)]


async def test_history_comes_first_and_the_rest_live(journal: Journal, subject: str) -> None:
    await journal.write(subject, 0, {})
    reading = asyncio.create_task(read(journal, subject))
    await asyncio.sleep(0.05)
    await write(journal, subject, 3, start=1)
    assert await reading == [0, 1, 2, 3]


async def test_a_follower_in_another_process_hears_it_too(
    database: Database, journal: Journal, subject: str
) -> None:
    async with open_journal(database) as elsewhere:
        await journal.write(subject, 0, {})
        reading = asyncio.create_task(read(elsewhere, subject))
        await asyncio.sleep(0.05)
        await write(journal, subject, 3, start=1)
        assert await reading == [0, 1, 2, 3]


async def test_each_cursor_leads_to_the_rest(journal: Journal, subject: str) -> None:
    entries = await write(journal, subject, 4)
    for entry in entries:
        cursor = encode_cursor(entry.cursor_position)
        assert await read(journal, subject, cursor) == list(range(entry.seq + 1, 4))


async def test_an_announcement_of_what_was_not_seen_yet_leaves_no_gap(
    journal: Journal, database: Database, subject: str
) -> None:
    await journal.write(subject, 0, {})
    reading = asyncio.create_task(read(journal, subject))
    await asyncio.sleep(0.05)
    unannounced = Entry(subject=subject, seq=1, data={})

    async def both(session: Session) -> Entry:
        await JournalRepository(database).insert(unannounced, session)
        return await journal.write(subject, 2, {}, final=True, session=session)

    journal.announce(await database.transact(both))
    assert await reading == [0, 1, 2]


async def test_a_number_is_written_once(journal: Journal, subject: str) -> None:
    await journal.write(subject, 0, {})
    with pytest.raises(Duplicate):
        await journal.write(subject, 0, {})
    assert await journal.next_seq(subject) == 1


async def test_what_has_expired_is_said_instead_of_skipped(
    journal: Journal, database: Database, subject: str
) -> None:
    first, *_ = await write(journal, subject, 4)
    collection = database.collection(Entry)
    await collection.delete_many({"subject": subject, "seq": {"$lt": 2}})
    with pytest.raises(CursorExpired):
        await read(journal, subject)
    with pytest.raises(CursorExpired):
        await read(journal, subject, encode_cursor(first.cursor_position))
    await collection.delete_many({"subject": subject})
    with pytest.raises(CursorExpired):
        await read(journal, subject)


@pytest.mark.parametrize(
    ("position", "error"),
    [
        ([99, None], CursorExpired),
        ([-5, None], CursorExpired),
        ([0, "execution_of_somebody_else"], CursorExpired),
        (["0", None], InvalidInput),
        ([1.5, None], InvalidInput),
    ],
)
async def test_a_position_that_never_was_is_refused(
    journal: Journal, subject: str, position: list[object], error: type[Exception]
) -> None:
    await write(journal, subject, 2)
    cursor = encode_cursor([position[0], position[1] or subject])
    with pytest.raises(error):
        await read(journal, subject, cursor)


async def test_log_lines_are_paged_across_entries(
    journal: Journal, database: Database, subject: str
) -> None:
    for seq, texts in enumerate((["a", "b"], [], ["c"])):
        await journal.write(subject, seq, {"logs": [{"text": text} for text in texts]})
    entries = JournalRepository(database)
    (page,) = await log_pages(entries, [(subject, Window(2))])
    assert [line["text"] for _, line in page.items] == ["a", "b"]
    assert (page.has_next, await page.count()) == (True, 3)
    (rest,) = await log_pages(entries, [(subject, Window(2, page.items[-1][0]))])
    assert [line["text"] for _, line in rest.items] == ["c"]
    assert (rest.has_next, rest.has_previous) == (False, True)
    beyond = Window(2, encode_cursor([2**62, subject]))
    before = Window(1, encode_cursor([-3, subject]))
    far, back = await log_pages(entries, [(subject, beyond), (subject, before)])
    assert far.items == []
    assert [line["text"] for _, line in back.items] == ["a"]
