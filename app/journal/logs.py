"""Pages of the log lines among what jobs reported."""

from app.database import Row
from app.journal.repository import JournalRepository
from app.pagination import Page, Window, decode_cursor, encode_cursor


async def log_pages(journal: JournalRepository, keys: list[tuple[str, Window]]) -> list[Page[Row]]:
    """The pages of several subjects: one round trip for each window that is asked for.

    Raises:
        InvalidInput: the cursor of a window is none of ours.
    """
    lines = {}
    for window in {window for _, window in keys}:
        subjects = [subject for subject, wanted in keys if wanted == window]
        lines[window] = await journal.log_lines(subjects, _skipped(window), window.first + 1)
    return [_page(journal, subject, window, lines[window][subject]) for subject, window in keys]


def _skipped(window: Window) -> int:
    position = decode_cursor(window.after)[0] if window.after else 0
    return max(0, position) if isinstance(position, int) else 0


def _page(journal: JournalRepository, subject: str, window: Window, lines: list[Row]) -> Page[Row]:
    skipped = _skipped(window)
    items = [
        (encode_cursor([skipped + number, subject]), line)
        for number, line in enumerate(lines[: window.first], start=1)
    ]

    async def count() -> int:
        return (await journal.log_lengths([subject])).get(subject, 0)

    return Page(items, len(lines) > window.first, skipped > 0, count)
