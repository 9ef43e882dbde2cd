"""The stay of a plugin between calls."""

from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.jobs.job import Job
from app.jobs.repository import JOB_INDEXES
from app.record import now

MOST_LINES = 100


class Residence(Job):
    """Keeping one instance up is a job that ends when its owner no longer wants it.

    Attributes:
        agent: id of the agent that it runs as; None: the group.
        requested_by: nobody in person: the instance's configuration asks for it.
        state: STARTING, UP, PAUSING or STOPPED.
        since: when that began.
        restarts: how often its worker died.
        problem: why it died last, or cannot start.
        lines: what it logged last, outside of calls.
    """

    kind: ClassVar[Kind] = Kind.RESIDENCE

    group: str
    instance: str
    agent: str | None = None
    requested_by: str | None = None
    state: str = "STARTING"
    since: datetime = Field(default_factory=now)
    restarts: int = 0
    problem: str | None = None
    lines: list[dict[str, Any]] = Field(default_factory=list)

    class Settings:
        """Where and how they are stored."""

        name = "residences"
        indexes: ClassVar = [
            *JOB_INDEXES,
            IndexModel([("instance", 1)], name="instance", unique=True),
        ]
