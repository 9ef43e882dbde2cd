"""What a version depends on."""

from typing import Self

import strawberry

from app.catalog.dependency import Dependency as DependencyRecord
from schema.access import covered
from schema.enums import DependencyKind


@covered
@strawberry.type(description="A package that a version wants, as its manifest says.")
class Dependency:
    """An entry of a manifest."""

    package: str = strawberry.field(description="The name in the manifest; 214 characters at most.")
    range: str = strawberry.field(
        description="As it stands there: a range, a tag, an alias or an address; 256 characters "
        "at most."
    )
    kind: DependencyKind = strawberry.field(description="How it is wanted.")

    @classmethod
    def of(cls, record: DependencyRecord) -> Self:
        """The API's view of a stored dependency."""
        return cls(package=record.package, range=record.range, kind=record.kind)
