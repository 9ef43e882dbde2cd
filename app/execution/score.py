"""What an evaluator thinks, as a number."""

from collections.abc import Iterator
from typing import Any

from app.catalog.capability import CapabilityKind
from app.execution.execution import Execution
from app.execution.outcome import Outcome

_NAMES = ("score", "rating", "confidence", "value")
_WITHIN = ("data", "values", "metadata", "scores")
_MOST = 20


def scores(execution: Execution, outcome: Outcome) -> dict[str, Any]:
    """The scores in an evaluator's result, for the metadata of its event: ``score``, ``scores``.

    A number is a score; of an object, what is called so, and every number within ``scores``.
    """
    if execution.capability != CapabilityKind.EVALUATOR or outcome.result is None:
        return {}
    found = dict(list(_scores(outcome.result.result))[:_MOST])
    if not found:
        return {}
    return {"score": next(iter(found.values())), "scores": found}


def _scores(result: object) -> Iterator[tuple[str, float]]:
    if _is_number(result):
        yield "score", float(result)  # type: ignore[arg-type] # it is a number
    if not isinstance(result, dict):
        return
    for name in _NAMES:
        if _is_number(result.get(name)):
            yield name, float(result[name])
    inner = result.get("scores")
    if isinstance(inner, dict):
        yield from ((str(key), float(value)) for key, value in inner.items() if _is_number(value))
    for name in _WITHIN:
        if isinstance(result.get(name), dict):
            yield from _scores(result[name])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
