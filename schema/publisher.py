"""Publishers."""

from datetime import datetime
from typing import Self

import strawberry

from app.uploads.publisher import Publisher as PublisherRecord
from schema.access import covered


@covered
@strawberry.type(description="Somebody whose signatures on uploaded packages count.")
class Publisher:
    """A publisher."""

    id: strawberry.ID = strawberry.field(description="For distrustPublisher.")
    name: str = strawberry.field(description="For people.")
    key_id: str = strawberry.field(description="The key's digest, as signatures name it.")
    trusted_at: datetime = strawberry.field(description="Since when.")

    @classmethod
    def of(cls, record: PublisherRecord) -> Self:
        """The API's view of a stored publisher."""
        return cls(
            id=strawberry.ID(record.id),
            name=record.name,
            key_id=record.key_id,
            trusted_at=record.trusted_at,
        )
