"""What was noticed in a plugin's files."""

from typing import Self

import strawberry

from app.catalog.version import StoredFinding
from sandbox.analysis.finding import FindingKind, Severity
from schema.access import covered


@covered
@strawberry.type(description="A place in a plugin's files.")
class Finding:
    """A finding."""

    kind: FindingKind = strawberry.field(description="What it does.")
    severity: Severity = strawberry.field(description="How much it should worry you.")
    package: str = strawberry.field(description="The dependency; empty for the plugin itself.")
    file: str = strawberry.field(description="Relative to the plugin's folder.")
    line: int | None = strawberry.field(description="From one; null: the whole file.")
    detail: str = strawberry.field(description="What stands there, shortened.")

    @classmethod
    def of(cls, found: StoredFinding) -> Self:
        """The API's view of a stored finding."""
        return cls(
            kind=FindingKind(found.kind),
            severity=Severity(found.severity),
            package=found.package,
            file=found.file,
            line=found.line,
            detail=found.detail,
        )
