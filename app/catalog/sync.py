"""The job of reading the registry into the catalogue."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel

from app.identifiers import Kind
from app.indexes import unique_if_set
from app.jobs.job import Job
from app.jobs.repository import JOB_INDEXES

ONLY_ONE = "sync"


class SyncState(StrEnum):
    """How far a sync is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class SyncFailure(BaseModel):
    """Why a sync ended early, and what would mend it."""

    code: str
    message: str
    hint: str | None = None


class Sync(Job):
    """One reading of the registry.

    Attributes:
        done, total: names of the index, read and altogether.
        requested_by: id of the person; None: the server itself, when it started.
        unique_key: ``ONLY_ONE`` until it has ended.
    """

    kind: ClassVar[Kind] = Kind.SYNC

    state: SyncState = SyncState.QUEUED
    done: int = 0
    total: int = 0
    message: str = "Waiting"
    failure: SyncFailure | None = None
    requested_by: str | None = None
    finished_at: datetime | None = None
    unique_key: str | None = ONLY_ONE

    class Settings:
        """Where and how syncs are stored."""

        name = "syncs"
        indexes: ClassVar = [
            *JOB_INDEXES,
            unique_if_set("unique_key"),
        ]


def progress(
    done: int, total: int, message: str, failure: SyncFailure | None = None
) -> dict[str, Any]:
    """A journal entry's data; ``done`` never falls within a sync."""
    told = failure.model_dump() if failure else None
    return {"done": done, "total": total, "message": message, "failure": told}
