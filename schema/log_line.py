"""What plugins log."""

from datetime import datetime
from typing import Any, Self

import strawberry

from schema.access import covered


@covered
@strawberry.type(description="One line that a plugin wrote.")
class LogLine:
    """A log line."""

    at: datetime = strawberry.field(description="When it was heard.")
    stream: str = strawberry.field(description="stdout, stderr, or log: elizaOS's own logger.")
    text: str = strawberry.field(description="The line.")

    @classmethod
    def of(cls, line: dict[str, Any]) -> Self:
        """The API's view of a stored line."""
        return cls(at=line["at"], stream=line["stream"], text=line["text"])
