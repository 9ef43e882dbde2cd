"""The job of installing a plugin."""

from typing import ClassVar

from app.identifiers import Kind
from app.indexes import unique_if_set
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
            unique_if_set("group", "idempotency_key"),
        ]
