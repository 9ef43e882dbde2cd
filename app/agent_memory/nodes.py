"""The nodes of the graph that rows are kept as."""

from collections.abc import Mapping
from typing import Any

from app.agent_memory.scope import Scope
from app.errors import InvalidInput
from app.identifiers import Kind, kind_of
from app.knowledge.group_labels import checked_labels
from app.ontology.agent_row import AgentRow
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import MEMORY
from app.ontology.thing import MAX_NAME, Thing
from app.packed import pack
from sandbox.worker.rows import KeptRow, Table

MAX_TEXT = 100_000
MAX_STEP_BYTES = 64 * 1024
_STRENGTHS = ("strength", "trust", "trustScore", "overallTrust")
PERCENT = 100
_STRENGTHS = ("strength", "trust", "trustScore", "overallTrust")

THING_TYPES = {
    Table.COMPONENTS: "agent_component",
    Table.ENTITIES: "agent_contact",
    Table.ROOMS: "agent_room",
    Table.TASKS: "agent_task",
    Table.WORLDS: "agent_world",
}
CONNECTION_TYPES = {
    Table.PARTICIPANTS: "agent_participates_in",
    Table.RELATIONSHIPS: "agent_relates_to",
}
ENDS = {
    Table.PARTICIPANTS: ((Table.ENTITIES, "entityId"), (Table.ROOMS, "roomId")),
    Table.RELATIONSHIPS: ((Table.ENTITIES, "sourceEntityId"), (Table.ENTITIES, "targetEntityId")),
}
"""Of what table, and under which field of a row, the two ends of its connection are."""


def thing(scope: Scope, table: Table, row: KeptRow) -> Thing:
    """The thing behind a row."""
    return Thing(
        type=THING_TYPES[table],
        name=" ".join(row.name.split())[:MAX_NAME] or row.id[:MAX_NAME],
        group=scope.group,
        properties={"agent": scope.id, **row.fields},
        agent_row=_row(scope, table, row),
    )


def unknown_thing(scope: Scope, table: Table, key: str) -> Thing:
    """The thing of a row that others refer to and nobody has made yet."""
    row = AgentRow(scope=scope.id, table=table, key=key, at=0, fields={}, value=None)
    return Thing(
        type=THING_TYPES[table],
        name=key[:MAX_NAME],
        group=scope.group,
        properties={"agent": scope.id},
        agent_row=row,
    )


def connection(scope: Scope, table: Table, row: KeptRow, source: str, target: str) -> Connection:
    """The connection behind a row, between the nodes of its ends."""
    return Connection(
        type=CONNECTION_TYPES[table],
        source=source,
        target=target,
        group=scope.group,
        strength=_strength(row.value),
        metadata={"agent": scope.id, **row.fields},
        agent_row=_row(scope, table, row),
    )


def event(scope: Scope, row: KeptRow) -> Event:
    """The event behind a row of the log: a step of an agent's run, without what is too long."""
    size = len(pack(row.value))
    if size > MAX_STEP_BYTES:
        row = row.model_copy(update={"value": {"type": row.name, "body": {"omittedBytes": size}}})
    metadata = {"execution": scope.errand, "instance": scope.instance, **row.fields}
    return Event(
        type=EventType.AGENT_STEP,
        actor=scope.actor,
        target=scope.errand if kind_of(scope.errand) is Kind.EXECUTION else scope.actor,
        group=scope.group,
        metadata=metadata,
        agent_row=_row(scope, Table.LOGS, row),
    )


def knowledge(scope: Scope, row: KeptRow) -> Knowledge:
    """The knowledge behind a memory."""
    return Knowledge(
        type=MEMORY,
        text=_text(row.value),
        source=scope.id,
        group=scope.group,
        labels=_labels(row.fields),
        metadata={"agent": scope.id, **row.fields},
        agent_row=_row(scope, Table.MEMORIES, row),
    )


def _row(scope: Scope, table: Table, row: KeptRow) -> AgentRow:
    return AgentRow(
        scope=scope.id,
        table=table,
        key=row.id,
        at=row.at,
        fields=row.fields,
        value=pack(row.value),
        vector=row.vector,
    )


def _text(value: object) -> str | None:
    content = value.get("content") if isinstance(value, dict) else None
    text = content.get("text") if isinstance(content, dict) else None
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        return None
    return text[:MAX_TEXT]


def _labels(fields: Mapping[str, Any]) -> list[str]:
    try:
        return checked_labels([str(fields.get("tableName", ""))])
    except InvalidInput:
        return []  # a table's name need not be a label


def _strength(value: object) -> float | None:
    """How much one end trusts the other, if the plugin says so: 0 to 1, or in percent."""
    metadata = value.get("metadata") if isinstance(value, dict) else None
    known = metadata if isinstance(metadata, dict) else {}
    scores = (known.get(name) for name in _STRENGTHS)
    numbers = (each for each in scores if isinstance(each, int | float))
    score = next((each for each in numbers if 0 <= each <= PERCENT), None)
    return score if score is None or score <= 1 else score / PERCENT
