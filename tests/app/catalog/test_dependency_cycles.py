"""Cycles, compared with what trying every path finds."""

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from app.catalog.dependency_cycles import MAX_CYCLES, cycles

NAMES = "abcdef"
GRAPHS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14)
Edges = set[tuple[str, str]]


def every_cycle(edges: Edges) -> list[tuple[str, ...]]:
    """Each simple cycle once, from its first name on."""
    return [
        path
        for length in range(1, len(NAMES) + 1)
        for path in permutations(NAMES, length)
        if path[0] == min(path) and set(pairwise([*path, path[0]])) <= edges
    ]


@given(GRAPHS)
def test_a_shortest_cycle_is_found_through_each_package_that_has_one(edges: Edges) -> None:
    possible = every_cycle(edges)
    found = [tuple(path) for path in cycles(edges)]
    assert set(found) <= set(possible)
    assert len(found) == len(set(found))
    for name in NAMES:
        shortest = [len(path) for path in found if name in path]
        expected = [len(path) for path in possible if name in path]
        assert min(shortest, default=0) == min(expected, default=0)


@given(GRAPHS)
def test_the_order_of_edges_changes_nothing(edges: Edges) -> None:
    assert cycles(sorted(edges)) == cycles(sorted(edges, reverse=True))


def test_they_come_in_order_shortest_first() -> None:
    edges = ["ab", "bc", "ca", "de", "ed", "ff", "xa"]
    assert cycles((edge[0], edge[1]) for edge in edges) == [["f"], ["d", "e"], ["a", "b", "c"]]


def test_no_more_are_told_than_anyone_reads() -> None:
    edges = [(f"{n}", f"{n}-back") for n in range(300)] + [
        (f"{n}-back", f"{n}") for n in range(300)
    ]
    assert len(cycles(edges)) == MAX_CYCLES
