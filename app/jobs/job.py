"""What every kind of job has."""

from datetime import datetime

from pydantic import Field

from app.record import TimedRecord
from app.telemetry.request_context import current_request_id
from app.telemetry.tracing import current_traceparent


class Job(TimedRecord):
    """A document that is work to be done.

    Attributes:
        queue: "waiting", "claimed" by ``owner`` until ``lease_until``, or "done".
        attempts: how often it was claimed.
        priority: higher ones are claimed first.
        request: id of the HTTP request that asked for it.
        traceparent: the span in which it was asked for, as W3C Trace Context writes it.
    """

    queue: str = "waiting"
    owner: str | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    priority: int = 0
    request: str | None = Field(default_factory=current_request_id)
    traceparent: str | None = Field(default_factory=current_traceparent)
