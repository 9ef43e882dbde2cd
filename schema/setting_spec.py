"""The settings that plugins read."""

from typing import Self

import strawberry
from strawberry.scalars import JSON

from app.catalog.setting_spec import SettingSpec as SettingSpecRecord
from schema.access import covered
from schema.enums import SettingSource

SETTINGS_SCHEMA = (
    "The same as a JSON Schema (2020-12), to draw a form by. What is `writeOnly` goes into "
    "`secrets`, the rest into `settings`; `patternProperties` are names with placeholders; "
    "`x-sources` says where a setting is known from. Other keys are allowed."
)


@covered
@strawberry.type(description="A setting that a plugin reads.")
class SettingSpec:
    """A declared or found setting."""

    key: str = strawberry.field(description="Its name, or a template: X_<CHAIN>.")
    pattern: str | None = strawberry.field(
        description="A regular expression for the names, where the key is a template."
    )
    type: str = strawberry.field(
        description="string, number, integer, boolean, object or array; each may be given as text."
    )
    description: str | None = strawberry.field(description="The author's words.")
    required: bool = strawberry.field(description="Declared as required, which is often untrue.")
    secret: bool = strawberry.field(description="A credential: never part of `settings`.")
    declared: bool = strawberry.field(description="By the package; else it was found.")
    sources: list[SettingSource] = strawberry.field(description="Where it is known from.")
    default: JSON | None = strawberry.field(
        description="What holds when it is left out; null for secrets."
    )
    options: list[str] | None = strawberry.field(description="The values it can take.")

    @classmethod
    def of(cls, record: SettingSpecRecord) -> Self:
        """The API's view of a stored setting."""
        return cls(
            key=record.key,
            pattern=record.template.pattern if record.template else None,
            type=record.type.value,
            description=record.description,
            required=record.required,
            secret=record.secret,
            declared=record.declared,
            sources=record.sources,
            default=record.default,
            options=record.options,
        )
