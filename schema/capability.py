"""What plugins can do, and the settings they read."""

from typing import Self

import strawberry
from strawberry.scalars import JSON

from app.catalog.capability import Capability as CapabilityRecord
from app.catalog.setting_spec import SettingSpec as SettingSpecRecord
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


@covered
@strawberry.type(description="A setting that a plugin reads.")
class SettingSpec:
    """A declared or found setting."""

    key: str = strawberry.field(description="Its name.")
    type: str = strawberry.field(description="string, number, boolean, object or array.")
    description: str | None = strawberry.field(description="The author's words.")
    required: bool = strawberry.field(description="Declared as required, which is often untrue.")
    secret: bool = strawberry.field(description="A credential: never part of `settings`.")
    declared: bool = strawberry.field(description="By the package; else found in its code.")
    default: JSON | None = strawberry.field(description="What holds when it is left out.")
    options: list[str] | None = strawberry.field(description="The values it can take.")

    @classmethod
    def of(cls, record: SettingSpecRecord) -> Self:
        """The API's view of a stored setting."""
        return cls(**record.model_dump())
