"""Requests of plugins."""

from datetime import datetime
from typing import Self

import strawberry

from app.network.request import NetworkRequest as RequestRecord
from schema.access import covered


@covered
@strawberry.type(description="A request that a plugin made, or tried to make.")
class NetworkRequest:
    """A request."""

    at: datetime = strawberry.field(description="When it began.")
    method: str = strawberry.field(description="CONNECT: refused before it was read, or unread.")
    url: str = strawberry.field(description="Without secrets.")
    status: int | None = strawberry.field(description="Of the answer; null: there was none.")
    bytes: int = strawberry.field(description="Both ways, headers included.")
    allowed: bool = strawberry.field(description="Whether it was let through.")
    reason: str | None = strawberry.field(description="Why not, or why it ended early.")
    secrets: list[str] = strawberry.field(description="Keys of secrets that were put in.")

    @classmethod
    def of(cls, record: RequestRecord) -> Self:
        """The API's view of a stored request."""
        return cls(
            at=record.at,
            method=record.method,
            url=record.url,
            status=record.status,
            bytes=record.bytes,
            allowed=record.allowed,
            reason=record.reason,
            secrets=record.secrets,
        )
