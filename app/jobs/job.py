"""What every kind of job has."""

from datetime import datetime

from app.record import TimedRecord


class Job(TimedRecord):
    """A document that is work to be done.

    Attributes:
        queue: "waiting", "claimed" by ``owner`` until ``lease_until``, or "done".
        attempts: how often it was claimed.
        priority: higher ones are claimed first.
    """

    queue: str = "waiting"
    owner: str | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    priority: int = 0
