"""Cursors and pages."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from app.database import Database
from app.errors import InvalidInput
from app.journal.entry import Entry
from app.journal.repository import JournalRepository
from app.pagination import Order, Window, decode_cursor, encode_cursor


def cursor_of(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


class TestCursors:
    @pytest.mark.parametrize(
        "position",
        [
            ["thing_1"],
            [5, "execution_1"],
            [2**62, "x"],
            ["ünïcode", "x"],
            [None, "x"],
            [datetime(2026, 11, 22, 12, 0, 0, 123000, tzinfo=UTC), "x"],
        ],
    )
    def test_a_position_survives_the_journey(self, position: list[Any]) -> None:
        assert decode_cursor(encode_cursor(position)) == position

    @pytest.mark.parametrize(
        "cursor",
        [
            *("", "garbage", "é", "\0", "=", "=====", "a" * 5),
            cursor_of("{}"),
            cursor_of("[]"),
            cursor_of('["a", "b", "c", "d"]'),
            cursor_of("[1]"),
            cursor_of('[{"$gt": ""}, "x"]'),
            cursor_of('[["a"], "x"]'),
            cursor_of('[{"$numberDecimal": "?"}, "x"]'),
            cursor_of(f'[{10**30}, "x"]'),
            cursor_of("[" * 100_000),
            cursor_of(json.dumps([1, {"$oid": "5"}])),
        ],
    )
    def test_what_is_no_cursor_is_refused(self, cursor: str) -> None:
        with pytest.raises(InvalidInput, match="no cursor"):
            decode_cursor(cursor)


class TestWindow:
    @pytest.mark.parametrize(("first", "size"), [(None, 20), (0, 0), (1, 1), (100, 100)])
    def test_sizes_within_the_limits_hold(self, first: int | None, size: int) -> None:
        assert Window.of(first, None).first == size

    @pytest.mark.parametrize("first", [-1, 101, 2**31 - 1])
    def test_others_are_refused(self, first: int) -> None:
        with pytest.raises(InvalidInput) as failure:
            Window.of(first, None)
        assert "100" in str(failure.value.hint)


class TestPages:
    @pytest.mark.parametrize(
        "order", [Order(), Order(descending=True), Order("seq"), Order("data.rank", True)]
    )
    async def test_they_show_everything_once_in_order_also_among_equals(
        self, database: Database, order: Order
    ) -> None:
        repository = JournalRepository(database)
        subject = f"{order}"
        for number in range(7):
            data = {"rank": number // 3}
            await repository.insert(Entry(subject=subject, seq=number, data=data))
        met, after = list[Entry](), None
        while True:
            page = await repository.page({"subject": subject}, Window(2, after), order)
            met += [item for _, item in page.items]
            assert page.has_previous is (after is not None)
            if not page.has_next:
                break
            after = page.items[-1][0]
        assert await page.count() == 7
        whole = await repository.find({"subject": subject}, order)
        assert [item.id for item in met] == [item.id for item in whole]

    async def test_they_are_stable_while_others_write(self, database: Database) -> None:
        repository = JournalRepository(database)
        for number in (0, 1, 3):
            await repository.insert(Entry(subject="s", seq=number, data={}))
        by_number = Order("seq")
        first = await repository.page({"subject": "s"}, Window(2), by_number)
        await repository.insert(Entry(subject="s", seq=2, data={}))
        second = await repository.page({"subject": "s"}, Window(9, first.items[-1][0]), by_number)
        assert [item.seq for _, item in second.items] == [2, 3]
