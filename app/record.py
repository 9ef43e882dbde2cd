"""What every stored document has in common."""

from datetime import UTC, datetime
from typing import ClassVar

from beanie import Document
from pydantic import ConfigDict, Field

from app.identifiers import Kind, new_id


def now() -> datetime:
    """The present in UTC, to the millisecond that MongoDB keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Record(Document):
    """A document whose id tells its kind; subclasses name theirs in ``kind``."""

    model_config = ConfigDict(extra="forbid")
    kind: ClassVar[Kind]

    id: str = Field(default="", validate_default=True)  # type: ignore[assignment] # ours are strings

    def model_post_init(self, context: object, /) -> None:
        """Give a new document its id."""
        super().model_post_init(context)
        if not self.id:
            self.id = new_id(self.kind)


class TimedRecord(Record):
    """A document that changes over time."""

    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
