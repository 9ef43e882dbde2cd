"""Ids, in the order of their making."""

from datetime import UTC, datetime, timedelta

import pytest

from app.identifiers import Kind, first_id, kind_of, new_id, renamed


def test_an_id_says_what_it_names() -> None:
    assert kind_of(new_id(Kind.EVENT)) is Kind.EVENT
    assert kind_of("event_nothing") is None


def test_a_membership_is_a_connection_under_another_name() -> None:
    stored = new_id(Kind.CONNECTION)
    shown = renamed(stored, Kind.MEMBERSHIP)
    assert kind_of(shown) is Kind.MEMBERSHIP
    assert renamed(shown, Kind.CONNECTION) == stored


def test_the_first_id_of_a_moment_stands_between_those_before_and_after() -> None:
    moment = datetime.now(UTC)
    assert first_id(Kind.EVENT, moment) <= new_id(Kind.EVENT)
    assert first_id(Kind.EVENT, moment + timedelta(seconds=2)) > new_id(Kind.EVENT)
    assert first_id(Kind.EVENT, moment.replace(tzinfo=None)) == first_id(Kind.EVENT, moment)


@pytest.mark.parametrize("year", [1, 1960, 9999])
def test_moments_beyond_all_ids_have_one_too(year: int) -> None:
    assert kind_of(first_id(Kind.EVENT, datetime(year, 1, 1, tzinfo=UTC))) is Kind.EVENT
