"""The life of an instance."""

import pytest

from app.ontology.vocabulary import THING_STATUSES
from app.plugins.state import NEXT, STATUS, InstanceState, sources

S = InstanceState


def reachable(start: InstanceState) -> set[InstanceState]:
    met, new = {start}, {start}
    while new:
        new = {following for state in new for following in NEXT[state]} - met
        met |= new
    return met


def test_every_state_has_followers_and_a_status_of_the_ontology() -> None:
    assert NEXT.keys() == STATUS.keys() == set(S)
    assert set(STATUS.values()) <= THING_STATUSES


def test_it_ends_with_the_uninstallation_which_everything_else_can_reach() -> None:
    assert NEXT[S.UNINSTALLED] == frozenset()
    assert all(S.UNINSTALLED in reachable(state) for state in S)


def test_what_failed_to_install_can_only_go() -> None:
    assert NEXT[S.FAILED] == {S.UNINSTALLED}
    assert sources(S.FAILED) == {S.INSTALLING}


@pytest.mark.parametrize("state", S)
def test_where_it_came_from_is_where_it_leads_to_turned_round(state: InstanceState) -> None:
    assert sources(state) == {other for other in S if state in NEXT[other]}
