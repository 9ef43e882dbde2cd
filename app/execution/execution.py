"""One call of a plugin's capability."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, Field
from pymongo import IndexModel

from app.catalog.capability import CapabilityKind
from app.identifiers import Kind
from app.jobs.job import Job
from app.jobs.repository import JOB_INDEXES


class ExecutionState(StrEnum):
    """Where an execution stands; all but the first two are final."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"


FINAL = frozenset(ExecutionState) - {ExecutionState.QUEUED, ExecutionState.RUNNING}


class ExecutionError(BaseModel):
    """Why an execution did not succeed."""

    code: str
    message: str
    stack: str | None = None


class CallInput(BaseModel):
    """What the plugin is given; kept only until the execution has ended."""

    params: dict[str, Any] | None = None
    args: list[Any] | None = None
    text: str | None = None


class Execution(Job):
    """A call from request to end.

    Attributes:
        capability: what kind of thing is called; ``name`` and ``method`` say which.
        params, args: sanitised, for people to read.
        input: the real ones, until the end.
        peak_memory_bytes: of the process, measured from outside.
    """

    kind: ClassVar[Kind] = Kind.EXECUTION

    group: str
    instance: str
    plugin: str
    agent: str | None = None
    requested_by: str
    idempotency_key: str | None = None
    capability: CapabilityKind
    name: str
    method: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    args: list[Any] | None = None
    input: CallInput | None = None
    timeout_ms: int
    state: ExecutionState = ExecutionState.QUEUED
    cancel_requested: bool = False
    result: Any = None
    callbacks: list[Any] = Field(default_factory=list)
    error: ExecutionError | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    duration_ms: float | None = None
    peak_memory_bytes: int | None = None

    class Settings:
        """Where and how executions are stored."""

        name = "executions"
        indexes: ClassVar = [
            *JOB_INDEXES,
            IndexModel([("group", 1), ("_id", -1)]),
            IndexModel([("group", 1), ("state", 1), ("_id", -1)]),
            IndexModel([("group", 1), ("created_at", -1)]),
            IndexModel([("instance", 1), ("_id", -1)]),
            IndexModel([("instance", 1), ("created_at", -1)]),
            IndexModel([("instance", 1), ("state", 1), ("_id", -1)]),
            IndexModel(
                [("group", 1), ("idempotency_key", 1)],
                unique=True,
                partialFilterExpression={"idempotency_key": {"$type": "string"}},
            ),
        ]
