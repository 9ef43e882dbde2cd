"""What elizaOS keeps in an agent's database, as a part of the graph."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pymongo import IndexModel

from app.indexes import unique_if_set
from app.packed import Packed, unpack

MOST_SHOWN_BYTES = 64 * 1024


class AgentRow(BaseModel):
    """The row behind a thing, a connection, an event or knowledge.

    Attributes:
        scope: id of the agent whose database it is in, or of its group.
        table: of the database; a ``sandbox.worker.rows.Table``.
        key: the row's own id, which its plugin gave it.
        at: when it came to be, in milliseconds since 1970.
        fields: what it is found by.
        value: all of it; None: only what refers to it is known so far, or it was deleted.
        vector: the bytes of its numbers.
    """

    scope: str
    table: str
    key: str
    at: int
    fields: dict[str, Any]
    value: Packed | None
    vector: bytes | None = None


ROW_INDEXES = (
    unique_if_set("agent_row.scope", "agent_row.table", "agent_row.key"),
    IndexModel(
        [("agent_row.scope", 1), ("agent_row.table", 1), ("agent_row.at", -1), ("_id", -1)],
        name="rows of an agent",
        partialFilterExpression={"agent_row.scope": {"$gt": ""}},
    ),
)


def with_row(shown: Mapping[str, Any], row: AgentRow | Mapping[str, Any] | None) -> dict[str, Any]:
    """What people see of a node: its own properties and, as ``value``, the row behind it.

    Of a long row, its length. Nodes that were read have their rows as they are stored.
    """
    value = row.value if isinstance(row, AgentRow) else (row or {}).get("value")
    if value is None:
        return dict(shown)
    long = len(value) > MOST_SHOWN_BYTES
    return {**shown, "value": {"omittedBytes": len(value)} if long else unpack(value)}
