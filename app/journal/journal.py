"""Writing and following journals."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from app.database import Row, Session
from app.errors import CursorExpired, InvalidInput
from app.feed import Feed, Listener
from app.journal.entry import Entry
from app.journal.repository import JournalRepository
from app.pagination import decode_cursor

BEGINNING = -1


class Journal:
    """The reports of every job; each subject's are numbered without a gap."""

    def __init__(self, repository: JournalRepository, queue_size: int) -> None:
        self._repository = repository
        self.feed = Feed(repository, _subject, queue_size=queue_size)

    async def write(
        self,
        subject: str,
        seq: int,
        data: Mapping[str, Any],
        *,
        final: bool = False,
        session: Session | None = None,
    ) -> Entry:
        """Add an entry; inside a transaction, announce it after the commit.

        Raises:
            Duplicate: someone else wrote that ``seq`` of the subject.
        """
        entry = Entry(subject=subject, seq=seq, data=dict(data), final=final)
        await self._repository.insert(entry, session)
        if session is None:
            self.announce(entry)
        return entry

    def announce(self, entry: Entry) -> None:
        """Wake this process's followers: the entry is committed."""
        self.feed.announce(entry.model_dump(exclude={"id", "revision_id"}) | {"_id": entry.id})

    async def next_seq(self, subject: str) -> int:
        """The number of the entry that comes next."""
        last = await self._repository.last(subject)
        return last.seq + 1 if last else 0

    async def lines(self, subject: str, limit: int) -> list[Row]:
        """The first log lines of ``subject``."""
        return (await self._repository.log_lines([subject], 0, limit))[subject]

    async def follow(self, subject: str, after: str | None = None) -> AsyncGenerator[Entry]:
        """Every entry once and in order: the stored ones, then live, up to the final one.

        After the final one nothing is left, and this ends at once.

        Raises:
            InvalidInput: ``after`` is no cursor.
            CursorExpired: it is of another subject, or entries after it are gone.
            SlowConsumer: the reader fell too far behind.
        """
        seq = _position(subject, after)
        with self.feed.listen(subject) as listener:
            entries = await self._repository.after(subject, seq)
            if not entries and await self._ended_at(subject, seq):
                return
            while True:
                for entry in entries:
                    if entry.seq != seq + 1:
                        raise _expired()
                    seq = entry.seq
                    yield entry
                    if entry.final:
                        return
                entries = await self._news(subject, seq, listener)

    async def _ended_at(self, subject: str, seq: int) -> bool:
        last = await self._repository.last(subject)
        if last is None or last.seq < seq:
            raise _expired()
        return last.final and last.seq == seq

    async def _news(self, subject: str, seq: int, listener: Listener) -> list[Entry]:
        """What comes after ``seq``: as it was announced or, where that leaves a gap, as stored."""
        row = (await listener.next()).row
        while row["seq"] <= seq:
            row = (await listener.next()).row
        if row["seq"] == seq + 1:
            return [self._repository.load(dict(row))]
        return await self._repository.after(subject, seq)


def _subject(row: Row) -> list[str]:
    return [row["subject"]]


def _position(subject: str, after: str | None) -> int:
    if after is None:
        return BEGINNING
    position = decode_cursor(after)
    if len(position) != 2 or not isinstance(position[0], int):  # noqa: PLR2004 - seq and subject
        raise InvalidInput(f"{after!r} is no cursor.", "Pass the last cursor as it came.")
    if position[1] != subject:
        raise _expired()
    return position[0]


def _expired() -> CursorExpired:
    return CursorExpired(
        "This position belongs to an earlier job, or its history is gone.",
        "Subscribe without `after`, or query how the job ended.",
    )
