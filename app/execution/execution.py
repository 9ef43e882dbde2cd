"""One call of a plugin's capability."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel
from pymongo import IndexModel

from app.catalog.capability import CapabilityKind
from app.identifiers import Kind
from app.indexes import unique_if_set
from app.jobs.job import Job
from app.jobs.repository import JOB_INDEXES, WAITING
from app.packed import Packed


class ExecutionState(StrEnum):
    """Where an execution stands; QUEUED and RUNNING go on, the others are final."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"


class ExecutionError(BaseModel):
    """Why an execution did not succeed."""

    code: str
    message: str
    stack: str | None = None


class Execution(Job):
    """A call from request to end.

    Attributes:
        capability: what kind of thing is called; ``name`` and ``method`` say which.
        params, args: sanitised, for people to read.
        input: the real ``{params, args, text}``, kept until the end.
        cache_key: tells what is asked of a provider from other questions; None: it is not kept.
        cache_seconds: how long the answer is kept.
        cached: it was answered with what was kept.
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
    params: Packed
    args: Packed | None = None
    input: Packed | None = None
    timeout_ms: int
    cache_key: str | None = None
    cache_seconds: int = 0
    cached: bool = False
    state: ExecutionState = ExecutionState.QUEUED
    cancel_requested: bool = False
    result: Packed | None = None
    callbacks: Packed | None = None
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
            IndexModel(
                [("queue", 1), ("group", 1), ("priority", -1), ("_id", 1)],
                name="waiting of a group",
                partialFilterExpression={"queue": WAITING},
            ),
            IndexModel([("group", 1), ("_id", -1)]),
            IndexModel([("group", 1), ("state", 1), ("_id", -1)]),
            IndexModel([("group", 1), ("created_at", -1)]),
            IndexModel([("instance", 1), ("_id", -1)]),
            IndexModel([("instance", 1), ("state", 1), ("_id", -1)]),
            unique_if_set("group", "idempotency_key"),
        ]
