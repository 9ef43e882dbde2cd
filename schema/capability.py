"""What plugins can do."""

from typing import Self

import strawberry
from strawberry.scalars import JSON

from app.catalog.capability import Capability as CapabilityRecord
from app.packed import unpack
from schema.access import covered
from schema.enums import CapabilityKind


@covered
@strawberry.type(description="Something that a plugin registered when it was loaded.")
class Capability:
    """An action, provider, evaluator, service, model or route."""

    kind: CapabilityKind = strawberry.field(description="What it is.")
    name: str = strawberry.field(description="Pass it as `name`; a service's type.")
    description: str | None = strawberry.field(description="The author's words.")
    similes: list[str] = strawberry.field(description="Other names that agents know it by.")
    examples: JSON | None = strawberry.field(description="Conversations that use it.")
    parameters: JSON | None = strawberry.field(description="Its parameters, where it tells.")
    methods: list[str] = strawberry.field(description="Public methods, of a service.")

    @classmethod
    def of(cls, record: CapabilityRecord) -> Self:
        """The API's view of a stored capability."""
        return cls(
            kind=record.kind,
            name=record.name,
            description=record.description,
            similes=record.similes,
            examples=unpack(record.examples),
            parameters=unpack(record.parameters),
            methods=record.methods,
        )
