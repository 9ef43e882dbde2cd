"""A setting that a plugin reads."""

from typing import Any

from pydantic import BaseModel, Field, computed_field

from app.catalog.key_template import KeyTemplate
from app.catalog.setting_source import SettingSource
from app.catalog.setting_type import SettingType


class SettingSpec(BaseModel):
    """One setting.

    Attributes:
        key: its name, or a template for many names.
        title: for people; None: the package has none.
        required: the package says so, which plugins often do without need.
        secret: nothing of its value is kept here: no default, example or choice.
        default: a scalar; of one with parts, its JSON text.
        example: like ``default``.
        options: the values it can take, as texts.
        bounds: some of ``minLength``, ``maxLength``, ``minimum`` and ``maximum``, as in JSON
            Schema.
        sources: where it is known from.
    """

    key: str
    type: SettingType = SettingType.STRING
    title: str | None = None
    description: str | None = None
    required: bool = False
    secret: bool = False
    default: Any = None
    example: Any = None
    options: list[str] | None = None
    bounds: dict[str, float] = Field(default_factory=dict)
    sources: list[SettingSource] = Field(default_factory=list)

    @computed_field  # type: ignore[prop-decorator] # as pydantic has it
    @property
    def declared(self) -> bool:
        """The package declares it; otherwise it was found."""
        return SettingSource.DECLARED in self.sources

    @property
    def template(self) -> KeyTemplate | None:
        """What its key stands for, where that is more than one name."""
        return KeyTemplate.parse(self.key)
