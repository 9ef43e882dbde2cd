"""What a call says reaches its journal: all of it, in order, numbered without a gap."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from app.database import Database
from app.execution.reporter import Reporter
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.packed import unpack
from sandbox.worker.observer import Output


@pytest.fixture
async def journal(database: Database) -> AsyncIterator[Journal]:
    opened = Journal(JournalRepository(database), 100)
    await opened.feed.start()
    yield opened
    await opened.feed.close()


def line(text: str) -> Output:
    return Output(at=datetime.now(UTC), stream="stdout", text=text)


async def report(journal: Journal, subject: str, times: int, pause: float) -> None:
    """Say something so many times, and stop at whatever the reporter is doing then."""
    reporter = Reporter(journal, subject, 0)
    running = asyncio.create_task(reporter.run("RUNNING"))
    for number in range(times):
        reporter.on_output(line(f"{number}"))
        reporter.on_chunk(number)
        await asyncio.sleep(pause)
    await reporter.stop(running)
    seq, data = await reporter.last("RUNNING", "SUCCEEDED")
    await journal.write(subject, seq, data, final=True)


@pytest.mark.parametrize("pause", [0, 0.0005, 0.002, 0.01, 0.03, 0.051])
@pytest.mark.parametrize("times", [1, 2, 5])
async def test_nothing_is_lost_whenever_it_stops(
    journal: Journal, times: int, pause: float
) -> None:
    subject = f"{times} {pause}"
    await report(journal, subject, times, pause)
    async with asyncio.timeout(10):
        entries = [entry async for entry in journal.follow(subject)]
    assert [entry.seq for entry in entries] == list(range(len(entries)))
    said = [line["text"] for entry in entries for line in entry.data.get("logs") or []]
    emitted = [
        unpack(entry.data["chunk"]) for entry in entries if entry.data.get("chunk") is not None
    ]
    assert said == [str(number) for number in range(times)]
    assert emitted == list(range(times))
    assert [entry.data["state"] for entry in entries][-1] == "SUCCEEDED"


async def test_what_is_said_at_once_is_one_entry(journal: Journal) -> None:
    reporter = Reporter(journal, "at once", 0)
    running = asyncio.create_task(reporter.run("RUNNING"))
    for number in range(500):
        reporter.on_output(line(f"{number}"))
    await asyncio.sleep(0.3)
    await reporter.stop(running)
    assert await journal.next_seq("at once") == 2
