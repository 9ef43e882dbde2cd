"""What became of the attacks that an executor tried on its own isolation."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.record import Record, now


class AttackOutcome(BaseModel):
    """One attack; ``detail`` is the refusal, or what the attacker got."""

    name: str
    layer: str
    stopped: bool
    detail: str


class IsolationReport(Record):
    """The self-test of one executor, at its start.

    Attributes:
        machine: where it runs.
        mode: ``full`` or ``reduced``, as its operator set it.
        holds: every attack was stopped; else it runs nothing.
    """

    kind: ClassVar[Kind] = Kind.ISOLATION

    machine: str
    mode: str
    holds: bool
    checked_at: datetime = Field(default_factory=now)
    outcomes: list[AttackOutcome]

    class Settings:
        """Where and how they are stored."""

        name = "isolation_reports"
        indexes: ClassVar = [IndexModel([("machine", 1)], unique=True)]
