"""The table of attack by layer."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.attacks.assault import Outcome

CONTROL = "any of them"
"""The run in which attacks must succeed."""


def table(columns: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """Give its lines: for each kind of attack and for all of them how many of how many were
    stopped, then each that was not.

    Args:
        columns: outcomes by the layer that was removed.
    """
    kinds = sorted({_kind(outcome) for outcomes in columns.values() for outcome in outcomes})
    width = max(map(len, kinds), default=0)
    numbered = dict(enumerate(columns, 1))
    yield from (f"[{number}] without {name}" for number, name in numbered.items())
    yield " " * width + "".join(f"{f'[{number}]':>9}" for number in numbered)
    counts = {name: _counts(outcomes) for name, outcomes in columns.items()}
    for kind in kinds:
        cells = (counts[name].get(kind, "-") for name in columns)
        yield f"{kind:<{width}}" + "".join(f"{cell:>9}" for cell in cells)
    yield f"{'all':<{width}}" + "".join(f"{_count(found):>9}" for found in columns.values())
    for name, outcomes in columns.items():
        yield from (
            f"without {name}: {outcome.attack} got {', '.join(outcome.got)[:100]}"
            for outcome in outcomes
            if not outcome.stopped and name != CONTROL
        )


def _count(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(outcome.stopped for outcome in outcomes)}/{len(outcomes)}"


def _counts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    whole = Counter(map(_kind, outcomes))
    stopped: defaultdict[str, int] = defaultdict(int)
    for outcome in outcomes:
        stopped[_kind(outcome)] += outcome.stopped
    return {kind: f"{stopped[kind]}/{count}" for kind, count in whole.items()}


def _kind(outcome: Outcome) -> str:
    return outcome.attack.partition(":")[0]
