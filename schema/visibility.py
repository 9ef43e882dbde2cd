"""Conditions that select what a caller may see of the graph."""

from collections.abc import Sequence
from typing import Any

from app.auth.permission import Permission
from app.auth.principal import Principal
from app.errors import InvalidInput
from app.pagination import MAX_PAGE


def visible_groups(principal: Principal) -> dict[str, Any]:
    """Of the public catalogue and the caller's own groups."""
    return {"group": {"$in": [None, *principal.groups(Permission.READ_DATA)]}}


def among(**wanted: Sequence[str] | None) -> dict[str, Any]:
    """Each field has one of the values wanted for it; None: any.

    Raises:
        InvalidInput: a list has more than 100 values.
    """
    given = {
        field: [str(value) for value in values]
        for field, values in wanted.items()
        if values is not None
    }
    for field, values in given.items():
        if len(values) > MAX_PAGE:
            raise InvalidInput(f"{field} has {len(values)} values.", f"Give {MAX_PAGE} at most.")
    return {field: {"$in": values} for field, values in given.items()}
