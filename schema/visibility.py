"""What a caller may see of the graph."""

from typing import Any

from app.auth.permission import Permission
from app.auth.principal import Principal


def sees(principal: Principal, group: str | None) -> bool:
    """Whether the caller sees the data of ``group``; None is the public catalogue."""
    return group is None or principal.may(Permission.READ_DATA, group)


def visible_groups(principal: Principal) -> dict[str, Any]:
    """The condition that selects the public catalogue and the caller's own groups."""
    return {"group": {"$in": [None, *principal.groups(Permission.READ_DATA)]}}


def things_query(
    group_id: str | None, types: list[str] | None, statuses: list[str] | None
) -> dict[str, Any]:
    """The condition that selects a group's things; None: the public catalogue."""
    query: dict[str, Any] = {"group": group_id}
    if types is not None:
        query["type"] = {"$in": types}
    if statuses is not None:
        query["status"] = {"$in": statuses}
    return query
