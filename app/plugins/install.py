"""The job of installing a plugin."""

from typing import ClassVar

from pymongo import IndexModel

from app.identifiers import Kind
from app.jobs.job import Job
from app.jobs.repository import JOB_INDEXES


class Install(Job):
    """One attempt to give a group a plugin.

    Attributes:
        package: npm name.
        version: exact, a range, a tag, or None for the latest.
        requested_by: id of the person.
    """

    kind: ClassVar[Kind] = Kind.INSTALL

    group: str
    instance: str
    plugin: str
    package: str
    version: str | None = None
    requested_by: str
    idempotency_key: str | None = None

    class Settings:
        """Where and how installs are stored."""

        name = "installs"
        indexes: ClassVar = [
            *JOB_INDEXES,
            IndexModel([("group", 1), ("created_at", -1)]),
            IndexModel(
                [("group", 1), ("idempotency_key", 1)],
                unique=True,
                partialFilterExpression={"idempotency_key": {"$type": "string"}},
            ),
        ]
