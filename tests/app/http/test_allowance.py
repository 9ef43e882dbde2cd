"""What a request or socket counts beyond itself."""

import pytest

from app.http.allowance import Allowance, allowing, count_operation
from app.http.errors import TooManyRequests
from app.http.minute_window import MinuteWindow

LIMIT = 3


@pytest.fixture(autouse=True)
def within_one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.http.minute_window.monotonic", lambda: 600.0)


@pytest.fixture
def allowance() -> Allowance:
    return Allowance(MinuteWindow(LIMIT), MinuteWindow(LIMIT), "127.0.0.2")


def test_the_first_operation_is_counted_with_its_request(allowance: Allowance) -> None:
    for _ in range(1 + LIMIT):
        allowance.take(None)
    with pytest.raises(TooManyRequests):
        allowance.take(None)


def test_people_and_strangers_are_counted_apart(allowance: Allowance) -> None:
    for _ in range(1 + LIMIT):
        allowance.take("ada")
    with pytest.raises(TooManyRequests):
        allowance.take("ada")
    allowance.take("bob")
    allowance.take(None)


def test_requests_of_one_caller_share_what_is_left() -> None:
    people, strangers = MinuteWindow(LIMIT), MinuteWindow(LIMIT)
    for _ in range(LIMIT):
        with allowing(Allowance(people, strangers, "127.0.0.2")):
            count_operation("ada")
            count_operation("ada")
    with allowing(Allowance(people, strangers, "127.0.0.2")):
        count_operation("ada")
        with pytest.raises(TooManyRequests):
            count_operation("ada")


def test_zero_is_no_limit_and_without_a_request_nothing_is_counted() -> None:
    with allowing(Allowance(MinuteWindow(0), MinuteWindow(0), "127.0.0.2")):
        for _ in range(50):
            count_operation("ada")
    count_operation("ada")
